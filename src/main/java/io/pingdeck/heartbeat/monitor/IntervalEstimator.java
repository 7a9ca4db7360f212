package io.pingdeck.heartbeat.monitor;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/// Learns the interval of an application's beats and its variation from their arrivals. The
/// interval is the median of the last gaps. Each gap is divided by the number of beats it spans, so
/// that loss does not stretch the interval.
final class IntervalEstimator {
  private static final int KEPT = 16;
  private static final int ENOUGH = 3;
  private static final long LEAST_GRACE = Duration.ofMillis(250).toNanos();
  // In median absolute deviations; six correspond to four standard deviations of a normal
  // distribution.
  private static final int DEVIATIONS = 6;
  private static final int MOST_GRACE = 5;

  private final long[] gaps = new long[KEPT];
  private final long[] steps = new long[KEPT];
  private int size;
  private int next;
  private long interval;
  private long grace;

  /// Records the gap between two arrivals.
  ///
  /// @param nanos at least 0
  /// @param step difference of their sequences, at least 1
  void observe(long nanos, long step) {
    gaps[next] = nanos;
    steps[next] = step;
    next = (next + 1) % KEPT;
    size = Math.min(size + 1, KEPT);
    if (size > ENOUGH && hasChanged()) {
      keepNewest(ENOUGH);
    }
    learn();
  }

  /// Whether the last few gaps all contradict the median.
  private boolean hasChanged() {
    boolean longer = true;
    boolean shorter = true;
    for (int i = 1; i <= ENOUGH; i++) {
      long each = each((next - i + KEPT) % KEPT);
      longer &= each > 2 * interval;
      shorter &= each < interval / 2;
    }
    return interval > 0 && (longer || shorter);
  }

  private void keepNewest(int count) {
    long[] keptGaps = new long[count];
    long[] keptSteps = new long[count];
    for (int i = 0; i < count; i++) {
      int at = (next - count + i + KEPT) % KEPT;
      keptGaps[i] = gaps[at];
      keptSteps[i] = steps[at];
    }
    System.arraycopy(keptGaps, 0, gaps, 0, count);
    System.arraycopy(keptSteps, 0, steps, 0, count);
    size = count;
    next = count;
  }

  private void learn() {
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = each(i);
    }
    Arrays.sort(sorted);
    interval = threeDigits(Math.max(1, sorted[size / 2]));
    for (int i = 0; i < size; i++) {
      sorted[i] = Math.abs(gaps[i] - steps[i] * interval);
    }
    Arrays.sort(sorted);
    long least = Math.max(LEAST_GRACE, interval / 2);
    long most = Math.max(least, MOST_GRACE * interval);
    grace = threeDigits(Math.clamp(DEVIATIONS * sorted[size / 2], least, most));
  }

  /// Rounds to three digits: the learned value is no more precise, and is easier to read.
  private static long threeDigits(long nanos) {
    long unit = 1;
    while (nanos / unit >= 1000) {
      unit *= 10;
    }
    return (nanos + unit / 2) / unit * unit;
  }

  private long each(int i) {
    return gaps[i] / steps[i];
  }

  /// The interval in nanoseconds; empty while there are too few beats.
  OptionalLong interval() {
    return size < ENOUGH ? OptionalLong.empty() : OptionalLong.of(interval);
  }

  /// The grace period in nanoseconds; empty while there are too few beats.
  OptionalLong grace() {
    return size < ENOUGH ? OptionalLong.empty() : OptionalLong.of(grace);
  }

  /// Restores the interval learned by an earlier process.
  void restore(long savedInterval) {
    for (int i = 0; i < ENOUGH; i++) {
      observe(savedInterval, 1);
    }
  }
}
