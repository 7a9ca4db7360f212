package io.pingdeck.packet;

/// Eight hexadecimal digits as one word of ASCII, the first in its highest byte, read and written
/// without looking at them one by one.
public final class HexDigits {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long NIBBLES = 0x0f * ONES;
  private static final long LOWER = 0x20 * ONES;
  private static final long SEVEN_BITS = 0x7f * ONES;
  private static final long HIGHEST_BITS = 0x80 * ONES;

  private HexDigits() {}

  /// The digits of a number, in lower case.
  public static long of(int value) {
    long word = Integer.toUnsignedLong(value);
    word = (word << 16 | word) & 0x0000_ffff_0000_ffffL;
    word = (word << 8 | word) & 0x00ff_00ff_00ff_00ffL;
    word = (word << 4 | word) & NIBBLES;
    long letters = word + 6 * ONES >>> 4 & ONES; // in bytes of 10 and more
    return word + '0' * ONES + letters * ('a' - '0' - 10);
  }

  /// The number that digits in either case stand for; of other bytes some number.
  public static int value(long digits) {
    long letters = digits >>> 6 & ONES;
    long word = (digits & NIBBLES) + 9 * letters & NIBBLES;
    word = (word >>> 4 | word) & 0x00ff_00ff_00ff_00ffL;
    word = (word >>> 8 | word) & 0x0000_ffff_0000_ffffL;
    return (int) (word >>> 16 | word);
  }

  /// Whether all of them are digits. What is added to seven bits never carries into the next byte:
  /// it sets the highest one where they are large enough.
  public static boolean areDigits(long bytes) {
    long fromZero = bytes ^ '0' * ONES;
    long isAboveNine = (fromZero & SEVEN_BITS) + 0x76 * ONES | fromZero;
    long letters = (bytes | LOWER) ^ 0x60 * ONES; // from 1 on for a
    long isAboveF = (letters & SEVEN_BITS) + 0x79 * ONES | letters;
    long isFromA = (letters & SEVEN_BITS) + SEVEN_BITS;
    return (isAboveNine & (isAboveF | ~isFromA) & HIGHEST_BITS) == 0;
  }
}
