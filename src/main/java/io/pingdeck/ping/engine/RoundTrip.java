package io.pingdeck.ping.engine;

import io.pingdeck.ping.sample.RttSource;

/// Computes the RTT of a probe from the best available pair of clock readings. One object per
/// engine, overwritten by each measurement.
///
/// The wall clock, which is the source of kernel timestamps, may be stepped at any time. Its
/// difference is used only if it agrees with the monotonic clock: it must not be negative, and must
/// not exceed the duration that this process measured around it.
final class RoundTrip {
  /// Tolerance, because the two clocks are not read at the same instant.
  private static final long SLACK_NANOS = 50_000;

  /// Tolerance, because a disciplined wall clock drifts up to 500 ppm from the monotonic one.
  private static final long SLEW_DIVISOR = 1_000;

  private long nanos;
  private RttSource source = RttSource.PROCESS;

  /// @param stamp the kernel's transmit timestamp, 0 if there is none
  /// @param sentEpoch the process's wall clock before the send, 0 if unknown
  /// @param receivedEpoch the kernel's receive timestamp, 0 if there is none
  void measure(long stamp, long sentEpoch, long receivedEpoch, long sent, long received) {
    long monotonic = Math.max(0, received - sent);
    if (stamp != 0 && isPlausible(receivedEpoch, stamp, monotonic)) {
      nanos = receivedEpoch - stamp;
      source = RttSource.KERNEL;
    } else if (sentEpoch != 0 && isPlausible(receivedEpoch, sentEpoch, monotonic)) {
      nanos = receivedEpoch - sentEpoch;
      source = RttSource.KERNEL_RECEIVE;
    } else {
      nanos = monotonic;
      source = RttSource.PROCESS;
    }
  }

  /// Sets a round trip that was timed on its own connection.
  void timed(long rtt, RttSource clocks) {
    nanos = rtt;
    source = clocks;
  }

  private static boolean isPlausible(long end, long start, long monotonic) {
    long difference = end - start;
    return end != 0
        && difference >= 0
        && difference <= monotonic + monotonic / SLEW_DIVISOR + SLACK_NANOS;
  }

  long nanos() {
    return nanos;
  }

  RttSource source() {
    return source;
  }
}
