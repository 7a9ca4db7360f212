package io.pingdeck.base;

import java.math.BigInteger;

/// Reads the output of a [VarWriter]. Reading past the end throws [IndexOutOfBoundsException].
public final class VarReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  public VarReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public VarReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  public boolean hasMore() {
    return at < end;
  }

  /// Index of the next byte.
  public int position() {
    return at;
  }

  public long unsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = next();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number without end");
  }

  /// Reads a number of elements, each of which takes at least `bits` bits of the remaining bytes.
  public int count(int bits) {
    long count = unsigned();
    if (count < 0 || count > (long) (end - at) * 8 / bits) {
      throw new IndexOutOfBoundsException("more elements than bytes: " + count);
    }
    return (int) count;
  }

  public int small() {
    long value = unsigned();
    if (value != (int) value) {
      throw new IndexOutOfBoundsException("too large a number: " + value);
    }
    return (int) value;
  }

  public long signed() {
    long value = unsigned();
    return value >>> 1 ^ -(value & 1);
  }

  public long fixed() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 8) {
      value |= (next() & 0xffL) << shift;
    }
    return value;
  }

  public double real() {
    return Double.longBitsToDouble(fixed());
  }

  public BigInteger integer() {
    int length = small();
    VarReader digits = slice(length);
    return new BigInteger(bytes, digits.at, length);
  }

  /// A separate reader for the next bytes.
  public VarReader slice(int length) {
    if (length < 0 || length > end - at) {
      throw new IndexOutOfBoundsException("too long: " + length);
    }
    VarReader slice = new VarReader(bytes, at, at + length);
    at += length;
    return slice;
  }

  private byte next() {
    if (at >= end) {
      throw new IndexOutOfBoundsException("behind the end");
    }
    return bytes[at++];
  }
}
