package io.pingdeck.ping.loop;

import io.pingdeck.ping.api.Stalls;

/// Detects stalls of the loop's thread: a pause of the JVM, the process or the machine. Packets
/// received during a stall waited for this process, not for the network.
///
/// Uses only differences of the monotonic clock, which may start anywhere.
final class StallDetector {
  /// While pings run, the loop wakes at least this often, so that every stall is detected.
  static final long CHECK_NANOS = 50_000_000;

  /// Minimum duration of a stall; shorter delays are ordinary timer lateness.
  static final long STALL_NANOS = 20_000_000;

  /// Minimum jump between the clocks that counts as suspension; slewed clocks drift less per
  /// second.
  static final long SUSPENSION_NANOS = 2_000_000_000;

  private long turnBegan;
  private long wakesAt;
  private boolean heldUp;
  private long count;
  private long longest;
  private long wallAhead;
  private long suspensions;
  private long suspended;

  StallDetector(long nowNanos, long epochNanos) {
    turnBegan = nowNanos;
    wakesAt = nowNanos;
    wallAhead = epochNanos - nowNanos;
  }

  /// The loop is about to wait, at most this long.
  void waits(long nowNanos, long nanos) {
    heldUp = isStall(nowNanos - turnBegan);
    wakesAt = nowNanos + nanos;
  }

  /// The loop continues after a wait.
  ///
  /// @return whether it stalled since it last received anything
  boolean goesOn(long nowNanos) {
    turnBegan = nowNanos;
    return isStall(nowNanos - wakesAt) || heldUp;
  }

  private boolean isStall(long nanos) {
    if (nanos < STALL_NANOS) {
      return false;
    }
    count++;
    longest = Math.max(longest, nanos);
    return true;
  }

  /// Compares the clocks; called about once per second.
  void compare(long nowNanos, long epochNanos) {
    long ahead = epochNanos - nowNanos;
    long jump = ahead - wallAhead;
    wallAhead = ahead;
    if (jump >= SUSPENSION_NANOS) {
      suspensions++;
      suspended += jump;
    }
  }

  Stalls stalls() {
    return new Stalls(count, longest, suspensions, suspended);
  }
}
