package io.pingdeck.echo.impairment;

import java.util.OptionalLong;

/// One direction of a link with limited bandwidth. Bytes leave it in the order they enter.
final class EmulatedLink {
  private static final double NANOS_PER_SECOND = 1e9;

  private long freeAt;
  private boolean used;

  /// Forgets earlier traffic.
  void clear() {
    used = false;
  }

  /// The time at which bytes that enter the link leave it.
  ///
  /// @param bitsPerSecond bandwidth; empty if unlimited
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
