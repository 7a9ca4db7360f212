package io.pingdeck.stats;

import java.util.OptionalDouble;

/// The smoothed delay variation of RFC 3550 section 6.4.1, in nanoseconds, applied to RTTs: J +=
/// (|D| - J) / 16, starting from 0.
///
/// Probes are processed in the order of their sequence numbers, regardless of the order of
/// conclusion. A late reply counts as none, so the same samples always give the same result. A pair
/// is two in-time replies with consecutive sequence numbers.
final class SmoothedJitter {
  /// Number of recent probes whose resulting jitter is kept.
  static final int REMEMBERED = 10;

  private static final double GAIN = 1.0 / 16;
  private static final double NONE = -1;

  private final double[] latest = new double[REMEMBERED];
  private long settled;
  private long previousRtt = -1;
  private double value;
  private boolean isDefined;

  /// The next sequence number to process.
  long next() {
    return settled + 1;
  }

  /// Skips the probes before this one.
  void skipTo(long sequence) {
    settled = sequence - 1;
    previousRtt = -1;
  }

  /// [#next()] was answered in time.
  ///
  /// @return whether that completed a pair
  boolean reply(long rttNanos) {
    boolean pair = previousRtt >= 0;
    if (pair) {
      value += (Math.abs((double) rttNanos - previousRtt) - value) * GAIN;
      isDefined = true;
    }
    previousRtt = rttNanos;
    settle(pair ? value : NONE);
    return pair;
  }

  /// [#next()] was not answered in time.
  void none() {
    previousRtt = -1;
    settle(NONE);
  }

  private void settle(double behind) {
    settled++;
    latest[(int) (settled % REMEMBERED)] = behind;
  }

  /// Undefined before the first pair.
  OptionalDouble value() {
    return isDefined ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /// The jitter after a pair that ends with one of the latest probes; undefined if that probe ended
  /// no pair.
  OptionalDouble behind(long sequence) {
    double behind = latest[(int) (sequence % REMEMBERED)];
    boolean known = sequence > settled - REMEMBERED && sequence <= settled && behind != NONE;
    return known ? OptionalDouble.of(behind) : OptionalDouble.empty();
  }
}
