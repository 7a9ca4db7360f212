package io.pingdeck.base;

import java.math.BigInteger;
import java.util.Arrays;

/// A growable byte array with variable-length integers: seven bits per byte, lowest first; the top
/// bit means that more bytes follow. Signed numbers use zigzag encoding (0, -1, 1, -2, ...), which
/// keeps small ones short.
public final class VarWriter {
  /// Maximum length of a number, in bytes.
  public static final int LONGEST_NUMBER = 10;

  private byte[] bytes = new byte[256];
  private int size;

  public int size() {
    return size;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// Copies the written bytes to `room` if they fit, otherwise to a new array with an eighth of
  /// spare capacity.
  public byte[] into(byte[] room) {
    byte[] to = size <= room.length ? room : new byte[size + size / 8];
    System.arraycopy(bytes, 0, to, 0, size);
    return to;
  }

  public void clear() {
    size = 0;
  }

  public void unsigned(long value) {
    reserve(LONGEST_NUMBER);
    long rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  public void signed(long value) {
    unsigned(value << 1 ^ value >> 63);
  }

  /// Writes eight bytes, little-endian.
  public void fixed(long value) {
    reserve(8);
    for (int shift = 0; shift < Long.SIZE; shift += 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  public void real(double value) {
    fixed(Double.doubleToRawLongBits(value));
  }

  /// Writes an integer of any size: its length in bytes, then two's complement, big-endian.
  public void integer(BigInteger value) {
    byte[] digits = value.toByteArray();
    unsigned(digits.length);
    append(digits);
  }

  public void append(byte[] other) {
    append(other, other.length);
  }

  public void append(VarWriter other) {
    append(other.bytes, other.size);
  }

  private void append(byte[] other, int length) {
    reserve(length);
    System.arraycopy(other, 0, bytes, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
