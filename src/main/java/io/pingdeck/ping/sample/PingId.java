package io.pingdeck.ping.sample;

import java.util.random.RandomGenerator;

/// The permanent id of a ping: 40 random bits, written as eight letters and digits (Crockford's
/// base 32, lower case), so that a link to a ping remains valid after a restart.
public record PingId(long value) {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 8;

  /// Size of the value.
  public static final int BYTES = 5;

  private static final long MAX = (1L << 40) - 1;

  public PingId {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("not a ping id: " + value);
    }
  }

  public static PingId random(RandomGenerator random) {
    return new PingId(random.nextLong() & MAX);
  }

  /// @throws IllegalArgumentException if the text is not eight characters of the alphabet
  public static PingId parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException("not a ping id (8 letters and digits)");
    }
    long value = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("not a ping id (8 letters and digits)");
      }
      value = value << 5 | digit;
    }
    return new PingId(value);
  }

  @Override
  public String toString() {
    char[] text = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      text[i] = ALPHABET.charAt((int) (value >>> (5 * (LENGTH - 1 - i))) & 31);
    }
    return new String(text);
  }
}
