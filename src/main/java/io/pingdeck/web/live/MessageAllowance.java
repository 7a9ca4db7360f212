package io.pingdeck.web.live;

/// Rate limit for messages of a live client. A message, or any other frame, costs 1, plus 1 per 256
/// characters. A client gets 20 per second and can accumulate 200. The page sends a few per second.
final class MessageAllowance {
  private static final int PER_SECOND = 20;
  private static final int MOST = 200;
  private static final int CHARACTERS = 256;
  private static final double NANOS = 1e9;

  private double left = MOST;
  private long at;
  private boolean exhausted;

  /// @param now nanoseconds of any monotonic clock
  MessageAllowance(long now) {
    at = now;
  }

  /// @return false once the limit has been exceeded, for this and all further messages
  boolean take(int characters, long now) {
    left = Math.min(MOST, left + (now - at) / NANOS * PER_SECOND);
    at = now;
    left -= 1 + (double) characters / CHARACTERS;
    exhausted |= left < 0;
    return !exhausted;
  }
}
