package io.pingdeck.base;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations in the notation that users write: `500ms`, `1s`, `1m30s`, `2h`, `0.2s`. A bare number
/// is in seconds, as for `ping`.
public final class Durations {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h|d)");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
  private static final long SECOND = 1_000_000_000L;
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Durations() {}

  /// @throws IllegalArgumentException if the text is not a duration; the message says what is
  ///   allowed
  public static Duration parse(String text) {
    if (SECONDS.matcher(text).matches()) {
      return nanos(text, SECOND);
    }
    Matcher parts = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (parts.find() && parts.start() == end) {
      sum = sum.plus(nanos(parts.group(1), unitNanos(parts.group(2))));
      end = parts.end();
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException("not a duration (such as 200ms, 1s, 1m30s)");
    }
    if (sum.compareTo(LONGEST) > 0) {
      throw tooLong();
    }
    return sum;
  }

  /// The shortest exact notation of a duration: `200ms`, `1s`, `1m30s`.
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
    long rest = duration.abs().toNanos();
    String[] units = {"d", "h", "m", "s", "ms", "us", "ns"};
    for (String unit : units) {
      long amount = rest / unitNanos(unit);
      if (amount > 0) {
        text.append(amount).append(unit);
        rest -= amount * unitNanos(unit);
      }
    }
    return text.toString();
  }

  private static Duration nanos(String number, long unit) {
    try {
      return Duration.ofNanos(
          new java.math.BigDecimal(number)
              .multiply(java.math.BigDecimal.valueOf(unit))
              .setScale(0, java.math.RoundingMode.HALF_UP)
              .longValueExact());
    } catch (ArithmeticException e) {
      throw tooLong();
    }
  }

  private static IllegalArgumentException tooLong() {
    return new IllegalArgumentException("too long a duration (at most 292 years)");
  }

  private static long unitNanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> SECOND;
      case "m" -> 60 * SECOND;
      case "h" -> 3_600 * SECOND;
      case "d" -> 86_400 * SECOND;
      default -> throw new IllegalArgumentException("unknown unit " + unit);
    };
  }
}
