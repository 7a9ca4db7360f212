package io.pingdeck.stats;

import static java.util.Objects.requireNonNull;

import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.PingCounters;
import io.pingdeck.probe.PingInfo;
import io.pingdeck.probe.Sample;
import io.pingdeck.probe.SampleBatch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The statistics of one ping, from its samples in the order they were concluded.
///
/// A probe's second sample counts only if it turns lost into late; anything else with a sequence
/// that is known already is a repetition and changes nothing. Not thread-safe.
public final class PingStats {
  /// How many of its last outcomes a snapshot tells.
  static final int RECENT = 60;

  private final RttDistribution rtts = new RttDistribution();
  private final DelayVariation variation = new DelayVariation();
  private final LastMinute lastMinute = new LastMinute();
  private final SampleRing ring;
  private int keepSamples;
  private PingInfo info;
  private PingCounters counters = PingCounters.ZERO;

  /// @param keepSamples how many of the latest samples are held
  public PingStats(PingInfo info, int keepSamples) {
    this.info = requireNonNull(info, "info");
    this.keepSamples = keepSamples;
    this.ring = new SampleRing(info.id().value(), Math.max(keepSamples, RECENT));
  }

  /// Holds more of the latest samples than before from now on, or fewer at once.
  void keep(int samples) {
    keepSamples = samples;
    ring.limit(Math.max(samples, RECENT));
  }

  /// Takes sample `i` of a batch, which must be one of this ping.
  ///
  /// @param nowEpochNanos wall-clock time, nanoseconds since 1970 UTC
  public void record(SampleBatch batch, int i, long nowEpochNanos) {
    long sequence = batch.sequences()[i];
    Outcome outcome = batch.outcome(i);
    boolean known = ring.holds(sequence);
    if (known && !(ring.outcome(sequence) == Outcome.LOST && outcome == Outcome.LATE)) {
      return;
    }
    boolean past = ring.isPast(sequence);
    // A late reply to a probe that is no longer held was counted when the probe was lost.
    if (!known && !(past && outcome == Outcome.LATE)) {
      lastMinute.record(batch.sentEpochNanos()[i], nowEpochNanos, outcome);
    }
    if (!past) {
      ring.put(batch, i);
    }
    if (outcome.hasRtt()) {
      recordRtt(sequence, batch.rttNanos()[i]);
    }
  }

  private void recordRtt(long sequence, long rttNanos) {
    rtts.record(rttNanos);
    if (ring.hasRtt(sequence - 1)) {
      variation.pair(rttNanos, ring.rttNanos(sequence - 1));
    }
    if (ring.hasRtt(sequence + 1)) {
      variation.pair(rttNanos, ring.rttNanos(sequence + 1));
    }
  }

  /// What was known of this ping before the program was started again. Before its first sample.
  ///
  /// @param recent its last samples; they are part of `past` already
  void restore(RttDistribution past, SampleBatch recent) {
    rtts.add(past);
    for (int i = 0; i < recent.size(); i++) {
      if (!ring.isPast(recent.sequences()[i])) {
        ring.put(recent, i);
      }
    }
  }

  /// The pinger's own counters, which are the authority.
  public void counters(PingCounters newCounters) {
    counters = requireNonNull(newCounters, "newCounters");
  }

  public void info(PingInfo newInfo) {
    info = requireNonNull(newInfo, "newInfo");
  }

  /// @param nowEpochNanos wall-clock time, nanoseconds since 1970 UTC
  public PingSnapshot snapshot(long nowEpochNanos) {
    long newest = ring.highest();
    return new PingSnapshot(
        info,
        counters,
        rtts.summary(),
        ring.hasRtt(newest) ? OptionalLong.of(ring.rttNanos(newest)) : OptionalLong.empty(),
        variation.jitter(),
        variation.meanAbsolute(),
        lastMinute.at(nowEpochNanos),
        recent());
  }

  /// The distribution of all RTTs; empty if there is none.
  Optional<PingRtts> rtts() {
    return rtts.count() == 0
        ? Optional.empty()
        : Optional.of(new PingRtts(info.id(), RttFigures.of(rtts)));
  }

  /// The samples with the highest sequences that are still held, in the order of the sequence.
  public List<Sample> samples(int limit) {
    return ring.samples(Math.min(limit, keepSamples));
  }

  private String recent() {
    int[] slots = ring.newest(RECENT);
    StringBuilder letters = new StringBuilder(slots.length);
    for (int slot : slots) {
      letters.append(letter(ring.outcomeAt(slot)));
    }
    return letters.toString();
  }

  private static char letter(Outcome outcome) {
    return switch (outcome) {
      case REPLY -> 'r';
      case LATE -> 'a';
      case LOST -> 'l';
      case ICMP_ERROR -> 'i';
      case REFUSED -> 'f';
      case RESET -> 't';
      case SERVER_LOST -> 's';
      case UNEXPECTED -> 'u';
      case TLS_FAILED -> 'c';
      case FLOODED -> 'o';
      case SEND_FAILED, RESOLVE_FAILED -> 'x';
    };
  }
}
