package io.pingdeck.packet;

import java.nio.ByteBuffer;

/// Decimal digits in a word of ASCII, the first in its highest byte, read and written without
/// looking at them one by one.
public final class DecimalDigits {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x80 * ONES;

  /// The least number with more of them.
  private static final int EIGHT_DIGITS = 100_000_000;

  private DecimalDigits() {}

  /// Writes a number that is not negative. What it writes may be followed by seven bytes that mean
  /// nothing, for which the buffer must have room.
  ///
  /// @return the index behind the last digit
  public static int write(ByteBuffer buffer, int at, long value) {
    if (value >= EIGHT_DIGITS) {
      int middle = write(buffer, at, value / EIGHT_DIGITS);
      buffer.putLong(middle, of((int) (value % EIGHT_DIGITS)));
      return middle + Long.BYTES;
    }
    long digits = of((int) value);
    long significant = digits ^ '0' * ONES | 1; // of 0, one digit
    int zeros = Long.numberOfLeadingZeros(significant) / Byte.SIZE;
    buffer.putLong(at, digits << zeros * Byte.SIZE);
    return at + Long.BYTES - zeros;
  }

  /// The eight digits of a number below 100,000,000, with leading zeros.
  static long of(int value) {
    // The upper and the lower four digits, then pairs, then single ones, each in its share of the
    // word. The products are the quotients for every number that can stand there.
    long fours = (long) (value / 10_000) << 32 | value % 10_000;
    long hundreds = fours * 10_486 >>> 20 & 0x0000_007f_0000_007fL;
    long pairs = hundreds << 16 | fours - hundreds * 100;
    long tens = pairs * 103 >>> 10 & 0x000f_000f_000f_000fL;
    return (tens << 8 | pairs - tens * 10) + '0' * ONES;
  }

  /// How many digits the word starts with, 0 to 8.
  public static int leading(long word) {
    long digits = word ^ '0' * ONES;
    // Adding 0x76 sets the highest bit of every byte above 9; it never carries into the next one.
    long others = ((digits & ~HIGHEST_BITS) + 0x76 * ONES | digits) & HIGHEST_BITS;
    return Long.numberOfLeadingZeros(others) / Byte.SIZE;
  }

  /// The number that the first `count` bytes stand for. Only if all of them are digits.
  public static int value(long word, int count) {
    if (count == 0) {
      return 0;
    }
    long digits = (word ^ '0' * ONES) >>> (Long.BYTES - count) * Byte.SIZE;
    long pairs = (digits >>> 8 & 0x00ff_00ff_00ff_00ffL) * 10 + (digits & 0x00ff_00ff_00ff_00ffL);
    long fours = (pairs >>> 16 & 0x0000_ffff_0000_ffffL) * 100 + (pairs & 0x0000_ffff_0000_ffffL);
    return (int) ((fours >>> 32) * 10_000 + (fours & 0xffff_ffffL));
  }
}
