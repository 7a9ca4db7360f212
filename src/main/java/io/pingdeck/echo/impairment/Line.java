package io.pingdeck.echo.impairment;

import java.util.OptionalLong;

/// A line of some bandwidth, in one direction: what goes over it arrives behind what went before.
final class Line {
  private static final double NANOS_PER_SECOND = 1e9;

  private long freeAt;
  private boolean used;

  /// Forgets what went over it.
  void clear() {
    used = false;
  }

  /// When bytes that come to the line at some time have gone through it.
  ///
  /// @param bitsPerSecond what it carries; empty for no bound
  long through(OptionalLong bitsPerSecond, int bytes, long at) {
    if (bitsPerSecond.isEmpty()) {
      return at;
    }
    double seconds = (double) bytes * Byte.SIZE / bitsPerSecond.getAsLong();
    long start = used && freeAt - at > 0 ? freeAt : at;
    used = true;
    freeAt = start + Math.round(seconds * NANOS_PER_SECOND);
    return freeAt;
  }
}
