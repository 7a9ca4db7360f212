package io.pingdeck.packet.text;

import java.util.OptionalLong;

/// The time in a beat, in the unit that the sender's language offers: seconds, milli-, micro- or
/// nanoseconds since 1970 UTC. The size of the number determines the unit. This works for
/// milliseconds from 1973 on and for seconds until the year 5138.
final class SenderTime {
  private static final long LAST = 7_258_118_400L * 1_000_000_000L; // start of the year 2200
  private static final int MAX_DIGITS = 19;
  private static final int NANO_DIGITS = 9;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private SenderTime() {}

  /// @return nanoseconds since 1970 UTC; empty if the text is not a decimal number, or too large
  static OptionalLong parse(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    if (whole.isEmpty() || whole.length() > MAX_DIGITS || !isDigits(whole) || !isDigits(fraction)) {
      return OptionalLong.empty();
    }
    long number;
    try {
      number = Long.parseLong(whole);
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
    long unit = unitNanos(number);
    if (number > LAST / unit) {
      return OptionalLong.empty();
    }
    long nanos = number * unit + fractionNanos(fraction) / (1_000_000_000L / unit);
    return nanos < LAST ? OptionalLong.of(nanos) : OptionalLong.empty();
  }

  /// Formats a time in seconds, with six decimals.
  static String format(long epochNanos) {
    long micros = Math.floorMod(epochNanos, NANOS_PER_SECOND) / 1_000;
    String fraction = Long.toString(MICROS_PER_SECOND + micros).substring(1);
    return Math.floorDiv(epochNanos, NANOS_PER_SECOND) + "." + fraction;
  }

  private static long unitNanos(long number) {
    if (number >= 100_000_000_000_000_000L) {
      return 1;
    }
    if (number >= 100_000_000_000_000L) {
      return 1_000;
    }
    return number >= 100_000_000_000L ? 1_000_000 : 1_000_000_000;
  }

  private static long fractionNanos(String fraction) {
    long nanos = 0;
    for (int i = 0; i < NANO_DIGITS; i++) {
      nanos = nanos * 10 + (i < fraction.length() ? fraction.charAt(i) - '0' : 0);
    }
    return nanos;
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
