package io.pingdeck.packet.http;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static java.time.temporal.ChronoField.YEAR;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses dates in HTTP fields: the current format and the two obsolete ones (RFC 9110 section
/// 5.6.7). The day of the week is ignored.
public final class HttpDate {
  private static final Pattern DAY_OF_WEEK = Pattern.compile("^[A-Z][a-z]+,? ");
  private static final int YEARS_AHEAD = 50;

  private HttpDate() {}

  /// @return empty if the text is not a date
  public static Optional<Instant> parse(String text) {
    String date = DAY_OF_WEEK.matcher(text).replaceFirst("");
    for (DateTimeFormatter format : formats()) {
      try {
        return Optional.of(Instant.from(format.parse(date)));
      } catch (DateTimeException e) {
        // Try the next format.
      }
    }
    return Optional.empty();
  }

  private static List<DateTimeFormatter> formats() {
    return List.of(
        RFC_1123_DATE_TIME,
        new DateTimeFormatterBuilder()
            .appendPattern("dd-MMM-")
            // More than 50 years ahead means the most recent past year with these digits.
            .appendValueReduced(YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(YEARS_AHEAD))
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC),
        DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC));
  }
}
