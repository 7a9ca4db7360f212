package io.pingdeck.ping.loop;

import io.pingdeck.ping.api.Stalls;

/// Notices when the loop's thread stood still: a pause of the JVM, of the process or of the
/// machine. What was received meanwhile waited for us, not for the network.
///
/// Only differences of the monotonic clock are taken; it may start anywhere.
final class StallDetector {
  /// While pings run, the loop wakes at least this often, so that no stall goes unseen.
  static final long CHECK_NANOS = 50_000_000;

  /// From here on it is no ordinary lateness of a timer.
  static final long STALL_NANOS = 20_000_000;

  /// Clocks that are slewed drift apart by less than this in a second.
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

  /// The loop is about to wait at most so long.
  void waits(long nowNanos, long nanos) {
    heldUp = isStall(nowNanos - turnBegan);
    wakesAt = nowNanos + nanos;
  }

  /// The loop goes on.
  ///
  /// @return whether it stood still since it last received anything
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

  /// Compares the clocks; about once a second.
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
