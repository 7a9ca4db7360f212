package io.pingdeck.echo.api;

import java.time.Duration;
import java.util.OptionalLong;

/// Valid ranges of the values of an impairment. This is a separate class because the constants of
/// the records that use it depend on each other, and any of the records may be initialized first.
final class Ranges {
  static final Duration MAX_DELAY = Duration.ofSeconds(60);

  private Ranges() {}

  static void chance(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is a probability between 0 and 1: " + value);
    }
  }

  static void delay(String name, Duration value) {
    if (value.isNegative() || value.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(name + " is 0s-60s: " + value);
    }
  }

  static void rate(OptionalLong bitsPerSecond) {
    if (bitsPerSecond.isPresent() && bitsPerSecond.getAsLong() < Impairment.MIN_BITS_PER_SECOND) {
      throw new IllegalArgumentException("too few bits per second: " + bitsPerSecond.getAsLong());
    }
  }
}
