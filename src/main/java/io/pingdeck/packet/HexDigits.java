package io.pingdeck.packet;

/// Converts between numbers and eight ASCII hexadecimal digits, as one word. The first digit is in
/// the highest byte.
public final class HexDigits {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long NIBBLES = 0x0f * ONES;
  private static final long LOWER = 0x20 * ONES;
  private static final long SEVEN_BITS = 0x7f * ONES;
  private static final long HIGHEST_BITS = 0x80 * ONES;

  private HexDigits() {}

  /// The eight digits of a number, in lower case.
  public static long of(int value) {
    long word = Integer.toUnsignedLong(value);
    word = (word << 16 | word) & 0x0000_ffff_0000_ffffL;
    word = (word << 8 | word) & 0x00ff_00ff_00ff_00ffL;
    word = (word << 4 | word) & NIBBLES;
    long letters = word + 6 * ONES >>> 4 & ONES; // 1 in bytes of 10 and more
    return word + '0' * ONES + letters * ('a' - '0' - 10);
  }

  /// The number that the digits represent, in either case. Undefined for other bytes.
  public static int value(long digits) {
    long letters = digits >>> 6 & ONES;
    long word = (digits & NIBBLES) + 9 * letters & NIBBLES;
    word = (word >>> 4 | word) & 0x00ff_00ff_00ff_00ffL;
    word = (word >>> 8 | word) & 0x0000_ffff_0000_ffffL;
    return (int) (word >>> 16 | word);
  }

  /// Whether all eight bytes are hexadecimal digits. The additions work on seven bits, so they
  /// never carry into the next byte; they set the highest bit of a byte that is large enough.
  public static boolean areDigits(long bytes) {
    long fromZero = bytes ^ '0' * ONES;
    long isAboveNine = (fromZero & SEVEN_BITS) + 0x76 * ONES | fromZero;
    long letters = (bytes | LOWER) ^ 0x60 * ONES; // 1 for a
    long isAboveF = (letters & SEVEN_BITS) + 0x79 * ONES | letters;
    long isFromA = (letters & SEVEN_BITS) + SEVEN_BITS;
    return (isAboveNine & (isAboveF | ~isFromA) & HIGHEST_BITS) == 0;
  }
}
