package io.pingdeck.stats;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.Availability;
import io.pingdeck.stats.api.LossWindow;
import io.pingdeck.stats.api.Window;
import io.pingdeck.stats.api.WindowFigures;
import io.pingdeck.stats.rtt.RttDistribution;
import java.util.List;
import java.util.OptionalLong;

/// The statistics of one ping's time windows. They are built from slices of 5 s, 30 s and 5 min,
/// which exist only where there were probes: see [Window].
///
/// Each sample is added to one slice of 5 s and to the totals. A slice that leaves the last minute
/// is added to the slices of 30 s and 5 min that contain it. A sample whose slice has already left
/// is added there directly.
///
/// All sums use the send time of a probe and are exact, so that the same samples give identical
/// results in any order of their conclusion.
final class PingWindows {
  private static final long SECOND = 1_000_000_000L;
  static final long STEP_NANOS = 5 * SECOND;

  private final SliceRing minute = new SliceRing(STEP_NANOS, 12, this::stepIsOver);
  private final SliceRing fiveMinutes = new SliceRing(30 * SECOND, 10, (begins, slice) -> {});
  private final SliceRing hour = new SliceRing(300 * SECOND, 12, (begins, slice) -> {});
  private final SliceRing[] finest = {minute};
  private final SliceRing[] coarse = {fiveMinutes, hour};
  private final WindowSlice all = new WindowSlice();
  private long firstEpochNanos = Long.MAX_VALUE;
  private long newestEpochNanos = Long.MIN_VALUE;

  /// A probe got its first outcome.
  void conclude(long sentEpochNanos, long nowEpochNanos, Outcome outcome, long lagNanos) {
    if (nowEpochNanos < newestEpochNanos - STEP_NANOS) {
      startAnew();
    }
    firstEpochNanos = Math.min(firstEpochNanos, sentEpochNanos);
    newestEpochNanos = Math.max(newestEpochNanos, sentEpochNanos);
    all.conclude(outcome, lagNanos);
    for (SliceRing ring : rings(sentEpochNanos)) {
      if (ring.reaches(sentEpochNanos)) {
        ring.at(sentEpochNanos).conclude(outcome, lagNanos);
      }
    }
  }

  /// The clock was set back: earlier slices would be confused with later ones.
  private void startAnew() {
    minute.restart();
    fiveMinutes.restart();
    hour.restart();
    firstEpochNanos = Long.MAX_VALUE;
    newestEpochNanos = Long.MIN_VALUE;
  }

  void lossCorrected(long sentEpochNanos, Outcome outcome) {
    for (SliceRing ring : rings(sentEpochNanos)) {
      if (ring.reaches(sentEpochNanos)) {
        ring.at(sentEpochNanos).lossCorrected(outcome);
      }
    }
  }

  void rtt(long sentEpochNanos, long rttNanos, long lagNanos) {
    long planned = planned(rttNanos, lagNanos);
    all.rtt(rttNanos, planned);
    for (SliceRing ring : rings(sentEpochNanos)) {
      if (ring.reaches(sentEpochNanos)) {
        ring.at(sentEpochNanos).rtt(rttNanos, planned);
      }
    }
  }

  /// The RTT from the planned send time; saturates at the maximum of a long.
  static long planned(long rttNanos, long lagNanos) {
    long lag = Math.max(0, lagNanos);
    return rttNanos > Long.MAX_VALUE - lag ? Long.MAX_VALUE : rttNanos + lag;
  }

  /// @param sentEpochNanos send time of the pair's second probe
  void pair(long sentEpochNanos, long change) {
    all.pair(change);
    for (SliceRing ring : rings(sentEpochNanos)) {
      if (ring.reaches(sentEpochNanos)) {
        ring.at(sentEpochNanos).pair(change);
      }
    }
  }

  void jitter(long sentEpochNanos, double value) {
    all.jitter(sentEpochNanos, value);
    for (SliceRing ring : rings(sentEpochNanos)) {
      if (ring.reaches(sentEpochNanos)) {
        ring.at(sentEpochNanos).jitter(sentEpochNanos, value);
      }
    }
  }

  private SliceRing[] rings(long sentEpochNanos) {
    return minute.reaches(sentEpochNanos) ? finest : coarse;
  }

  private void stepIsOver(long beginsEpochNanos, WindowSlice step) {
    all.step(step);
    for (SliceRing ring : coarse) {
      if (ring.reaches(beginsEpochNanos)) {
        WindowSlice slice = ring.at(beginsEpochNanos);
        slice.add(step);
        slice.step(step);
      }
    }
  }

  /// Replaces all RTTs with those of an earlier run of the program.
  void restoreRtts(RttDistribution past) {
    all.replaceRtts(past);
  }

  /// The totals over all time.
  WindowSlice all() {
    return all;
  }

  /// Availability over all steps, including the current one.
  Availability availability() {
    WindowSlice sum = new WindowSlice();
    sum.addSteps(all);
    minute.forEach(Long.MIN_VALUE, Long.MAX_VALUE, (begins, step) -> sum.step(step));
    return sum.availability();
  }

  LossWindow lastMinute(long nowEpochNanos) {
    WindowSlice sum = new WindowSlice();
    minute.forEach(
        minute.windowStart(nowEpochNanos),
        nowEpochNanos,
        (begins, slice) -> sum.addOutcomes(slice));
    PingCounters counters = sum.counters();
    return new LossWindow(counters.concluded(), counters.unanswered());
  }

  /// The time windows that end at an instant.
  ///
  /// @param counters counters of all probes
  List<WindowFigures> figures(long endEpochNanos, PingCounters counters) {
    WindowSlice everything = new WindowSlice();
    everything.add(all);
    minute.forEach(Long.MIN_VALUE, Long.MAX_VALUE, (begins, step) -> everything.step(step));
    return List.of(
        figures(Window.MINUTE, minute, endEpochNanos),
        figures(Window.FIVE_MINUTES, fiveMinutes, endEpochNanos),
        figures(Window.HOUR, hour, endEpochNanos),
        everything.figures(Window.ALL, OptionalLong.empty(), counters));
  }

  private WindowFigures figures(Window window, SliceRing ring, long endEpochNanos) {
    WindowSlice sum = new WindowSlice();
    long start = ring.windowStart(endEpochNanos);
    if (ring != minute) {
      ring.forEach(start, endEpochNanos, (begins, slice) -> sum.add(slice));
    }
    // The coarse slices do not contain these yet.
    minute.forEach(
        start,
        endEpochNanos,
        (begins, step) -> {
          sum.add(step);
          sum.step(step);
        });
    OptionalLong from =
        firstEpochNanos == Long.MAX_VALUE
            ? OptionalLong.empty()
            : OptionalLong.of(Math.max(start, firstEpochNanos));
    return sum.figures(window, from, sum.counters());
  }
}
