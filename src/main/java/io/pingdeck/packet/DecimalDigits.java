package io.pingdeck.packet;

import java.nio.ByteBuffer;

/// Converts between numbers and ASCII decimal digits, eight bytes at a time. The first digit is in
/// the highest byte of the word.
public final class DecimalDigits {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x80 * ONES;

  /// The smallest number with more than eight digits.
  private static final int EIGHT_DIGITS = 100_000_000;

  private DecimalDigits() {}

  /// Writes a non-negative number. Up to seven garbage bytes may follow the digits; the buffer must
  /// have room for them.
  ///
  /// @return the index after the last digit
  public static int write(ByteBuffer buffer, int at, long value) {
    if (value >= EIGHT_DIGITS) {
      int middle = write(buffer, at, value / EIGHT_DIGITS);
      buffer.putLong(middle, of((int) (value % EIGHT_DIGITS)));
      return middle + Long.BYTES;
    }
    long digits = of((int) value);
    long significant = digits ^ '0' * ONES | 1; // for 0, one digit
    int zeros = Long.numberOfLeadingZeros(significant) / Byte.SIZE;
    buffer.putLong(at, digits << zeros * Byte.SIZE);
    return at + Long.BYTES - zeros;
  }

  /// The eight digits of a number below 100,000,000, with leading zeros.
  static long of(int value) {
    // Split into upper and lower four digits, then pairs, then single digits, each in its own part
    // of the word. The products are exact quotients for all values in range.
    long fours = (long) (value / 10_000) << 32 | value % 10_000;
    long hundreds = fours * 10_486 >>> 20 & 0x0000_007f_0000_007fL;
    long pairs = hundreds << 16 | fours - hundreds * 100;
    long tens = pairs * 103 >>> 10 & 0x000f_000f_000f_000fL;
    return (tens << 8 | pairs - tens * 10) + '0' * ONES;
  }

  /// The number of leading digits in the word, 0 to 8.
  public static int leading(long word) {
    long digits = word ^ '0' * ONES;
    // Adding 0x76 sets the highest bit of every byte above 9; it never carries into the next one.
    long others = ((digits & ~HIGHEST_BITS) + 0x76 * ONES | digits) & HIGHEST_BITS;
    return Long.numberOfLeadingZeros(others) / Byte.SIZE;
  }

  /// The number in the first `count` bytes, all of which must be digits.
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
