package io.pingdeck.base;

import java.nio.ByteBuffer;

/// Hash functions for tables and for recognising bytes. Not cryptographic.
public final class Hashing {
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private Hashing() {}

  /// Mixes every input bit into all output bits (the finalizer of Stafford's variant 13).
  public static long of(long bits) {
    bits = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d0_49bb_1331_11ebL;
    return bits ^ bits >>> 31;
  }

  /// Hashes the first `length` bytes.
  public static long of(ByteBuffer bytes, int length) {
    long hash = length * GOLDEN;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      hash = absorb(hash, bytes.getLong(i));
    }
    for (; i < length; i++) {
      hash = absorb(hash, bytes.get(i));
    }
    return of(hash);
  }

  private static long absorb(long hash, long bits) {
    return (Long.rotateLeft(hash, 29) ^ bits) * GOLDEN;
  }
}
