package io.pingdeck.stats;

import java.util.OptionalDouble;

/// How much the RTT changes from one probe to the next, in nanoseconds.
///
/// A pair is two probes with consecutive sequence numbers that both have an RTT; each pair counts
/// once, when its second RTT becomes known, whichever of the two that is. A probe without an RTT
/// ends the row: nothing is computed across a loss (RFC 3393 section 4.5).
final class DelayVariation {
  private static final double JITTER_GAIN = 1.0 / 16;

  private long pairs;
  private double meanAbsolute;
  private double jitter;

  void pair(long rttNanos, long neighbourRttNanos) {
    double change = Math.abs((double) rttNanos - neighbourRttNanos);
    pairs++;
    meanAbsolute += (change - meanAbsolute) / pairs;
    jitter += (change - jitter) * JITTER_GAIN;
  }

  /// Mean of |RTT(n) - RTT(n-1)|; undefined before the first pair.
  OptionalDouble meanAbsolute() {
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(meanAbsolute);
  }

  /// J += (|D| - J) / 16, starting from 0 (RFC 3550 section 6.4.1); undefined before the first
  /// pair.
  OptionalDouble jitter() {
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(jitter);
  }
}
