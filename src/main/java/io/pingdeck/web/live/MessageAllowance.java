package io.pingdeck.web.live;

/// How much a live client may say. A message, or any other frame, costs 1 and 1 more for every 256
/// characters; a client gets 20 a second and saves up to 200. A page says a few a second.
final class MessageAllowance {
  private static final int PER_SECOND = 20;
  private static final int MOST = 200;
  private static final int CHARACTERS = 256;
  private static final double NANOS = 1e9;

  private double left = MOST;
  private long at;
  private boolean exhausted;

  /// @param now of any monotonic clock, in nanoseconds
  MessageAllowance(long now) {
    at = now;
  }

  /// @return false from the first message on that was too much
  boolean take(int characters, long now) {
    left = Math.min(MOST, left + (now - at) / NANOS * PER_SECOND);
    at = now;
    left -= 1 + (double) characters / CHARACTERS;
    exhausted |= left < 0;
    return !exhausted;
  }
}
