package io.pingdeck.stats;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.Availability;
import io.pingdeck.stats.api.DelayVariation;
import io.pingdeck.stats.api.Window;
import io.pingdeck.stats.api.WindowFigures;
import io.pingdeck.stats.rtt.PackedRtts;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.RttSummary;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The statistics of one time span of a ping. Slices of adjacent spans can be added exactly.
///
/// A finished slice can be packed, so that its distributions take a few hundred bytes. A slice that
/// is no longer needed is cleared and reused: with many pings, medium-lived garbage would cause
/// long GC pauses.
final class WindowSlice {
  private final OutcomeCounts outcomes = new OutcomeCounts();
  private final PackedRtts rtts = new PackedRtts();
  private final PackedRtts planned = new PackedRtts();
  private final DelayVariation variation = new DelayVariation();
  private double jitterSum;
  private long jitters;
  private long jitterSentNanos = Long.MIN_VALUE;
  private double newestJitter;
  private long maxLagNanos = -1;
  private long stepsMeasured;
  private long stepsUp;

  /// Counts the first outcome of a probe.
  void conclude(Outcome outcome, long lagNanos) {
    outcomes.add(outcome);
    maxLagNanos = Math.max(maxLagNanos, lagNanos);
  }

  /// Replaces the loss of a probe with the outcome that corrects it.
  void lossCorrected(Outcome outcome) {
    outcomes.lossCorrected(outcome);
  }

  /// @param plannedNanos RTT from the planned send time
  void rtt(long rttNanos, long plannedNanos) {
    rtts.record(rttNanos);
    planned.record(plannedNanos);
  }

  void pair(long change) {
    variation.pair(change);
  }

  /// @param sentEpochNanos send time of the pair's second probe
  void jitter(long sentEpochNanos, double value) {
    jitterSum += value;
    jitters++;
    newestJitter(sentEpochNanos, value);
  }

  private void newestJitter(long sentEpochNanos, double value) {
    if (sentEpochNanos >= jitterSentNanos) {
      jitterSentNanos = sentEpochNanos;
      newestJitter = value;
    }
  }

  /// Adds the availability of a finished step within this slice.
  void step(WindowSlice step) {
    stepsMeasured += step.outcomes.isEmpty() ? 0 : 1;
    stepsUp += step.outcomes.count(Outcome.REPLY) > 0 ? 1 : 0;
  }

  void clear() {
    outcomes.clear();
    rtts.clear();
    planned.clear();
    variation.clear();
    jitterSum = 0;
    jitters = 0;
    jitterSentNanos = Long.MIN_VALUE;
    maxLagNanos = -1;
    stepsMeasured = 0;
    stepsUp = 0;
  }

  /// Packs this finished slice and hands its buffers to `next`.
  void packFor(WindowSlice next) {
    rtts.packFor(next.rtts);
    planned.packFor(next.planned);
  }

  void add(WindowSlice other) {
    addOutcomes(other);
    rtts.add(other.rtts);
    planned.add(other.planned);
    variation.add(other.variation);
    jitterSum += other.jitterSum;
    jitters += other.jitters;
    if (other.jitters > 0) {
      newestJitter(other.jitterSentNanos, other.newestJitter);
    }
    maxLagNanos = Math.max(maxLagNanos, other.maxLagNanos);
    addSteps(other);
  }

  void addOutcomes(WindowSlice other) {
    outcomes.add(other.outcomes);
  }

  void addSteps(WindowSlice other) {
    stepsMeasured += other.stepsMeasured;
    stepsUp += other.stepsUp;
  }

  Availability availability() {
    return new Availability(stepsMeasured, stepsUp);
  }

  /// Counters of decided probes only.
  PingCounters counters() {
    return PingCounters.of(outcomes);
  }

  WindowFigures figures(Window window, OptionalLong fromEpochNanos, PingCounters counters) {
    return new WindowFigures(
        window,
        fromEpochNanos,
        counters,
        rtts.summary(),
        planned.summary(),
        variation.meanAbsolute(),
        jitters == 0 ? OptionalDouble.empty() : OptionalDouble.of(newestJitter),
        jitters == 0 ? OptionalDouble.empty() : OptionalDouble.of(jitterSum / jitters),
        availability(),
        maxLagNanos < 0 ? OptionalLong.empty() : OptionalLong.of(maxLagNanos));
  }

  RttDistribution rtts() {
    return rtts.all();
  }

  Optional<RttSummary> rttSummary() {
    return rtts.summary();
  }

  void replaceRtts(RttDistribution others) {
    rtts.replace(others);
  }

  DelayVariation variation() {
    return variation;
  }
}
