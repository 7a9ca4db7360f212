package io.pingdeck.packet;

/// Eight hexadecimal digits as one word of ASCII, the first in its highest byte, read and written
/// without looking at them one by one.
final class HexDigits {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long NIBBLES = 0x0f * ONES;
  private static final long LOWER = 0x20 * ONES;

  private HexDigits() {}

  /// The digits of a number, in lower case.
  static long of(int value) {
    long word = Integer.toUnsignedLong(value);
    word = (word << 16 | word) & 0x0000_ffff_0000_ffffL;
    word = (word << 8 | word) & 0x00ff_00ff_00ff_00ffL;
    word = (word << 4 | word) & NIBBLES;
    long letters = word + 6 * ONES >>> 4 & ONES; // in bytes of 10 and more
    return word + '0' * ONES + letters * ('a' - '0' - 10);
  }

  /// The number that digits in either case stand for; of other bytes some number.
  static int value(long digits) {
    long letters = digits >>> 6 & ONES;
    long word = (digits & NIBBLES) + 9 * letters & NIBBLES;
    word = (word >>> 4 | word) & 0x00ff_00ff_00ff_00ffL;
    word = (word >>> 8 | word) & 0x0000_ffff_0000_ffffL;
    return (int) (word >>> 16 | word);
  }

  /// Whether all of them are digits: then the number they stand for has just these, but for the
  /// case of letters. What has neither bit of that case's is none.
  static boolean areDigits(long bytes) {
    boolean printable = ((bytes >>> 5 | bytes >>> 6) & ONES) == ONES;
    return printable && of(value(bytes)) == (bytes | LOWER);
  }
}
