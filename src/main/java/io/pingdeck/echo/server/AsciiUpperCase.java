package io.pingdeck.echo.server;

import java.nio.ByteBuffer;

/// Upper case as the lab defines it: only the bytes 0x61-0x7a change, so that a reply is never
/// longer than its request. Text conversion would triple some input and depend on the locale.
final class AsciiUpperCase {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x80 * ONES;

  private AsciiUpperCase() {}

  /// Converts the first `length` bytes in place.
  static void convert(ByteBuffer payload, int length) {
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      payload.putLong(i, convert(payload.getLong(i)));
    }
    for (; i < length; i++) {
      byte b = payload.get(i);
      if (b >= 'a' && b <= 'z') {
        payload.put(i, (byte) (b - 0x20));
      }
    }
  }

  /// Converts eight bytes at once. Without its high bit, each byte has room for a carry: adding
  /// 0x80 - c sets the high bit of exactly the bytes that are at least c.
  private static long convert(long eight) {
    long sevenBits = eight & ~HIGH_BITS;
    long atLeastA = sevenBits + (0x80 - 'a') * ONES;
    long beyondZ = sevenBits + (0x7f - 'z') * ONES;
    long lowerCase = (atLeastA ^ beyondZ) & ~eight & HIGH_BITS;
    return eight ^ lowerCase >>> 2;
  }
}
