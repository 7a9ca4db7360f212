package io.pingdeck.ping.engine;

import io.pingdeck.ping.sample.RttSource;

/// Takes the RTT of a probe from the best pair of clock readings there is. One object per engine,
/// overwritten by each measurement.
///
/// The wall clock, which the kernel's stamps are from, may be stepped at any time. Its difference
/// is believed only where the monotonic clock does not contradict it: it must not be negative, and
/// not longer than what this process saw around it.
final class RoundTrip {
  /// The two clocks are never read at the very same instant.
  private static final long SLACK_NANOS = 50_000;

  /// A disciplined wall clock runs up to 500 ppm off the monotonic one.
  private static final long SLEW_DIVISOR = 1_000;

  private long nanos;
  private RttSource source = RttSource.PROCESS;

  /// @param stamp the kernel's transmit stamp, 0 if there is none
  /// @param sentEpoch the process's wall clock before the send, 0 if unknown
  /// @param receivedEpoch the kernel's receive stamp, 0 if there is none
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

  /// A round trip that was timed on its own connection.
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
