package io.pingdeck.history.storage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// The part of a time range that lies in one UTC day.
///
/// @param firstMinute first minute, in minutes since 1970 UTC
/// @param lastMinute last minute, inclusive
public record Span(LocalDate day, long firstMinute, long lastMinute) {
  /// The days of a range, given in nanoseconds since 1970 UTC.
  public static List<Span> ofDays(long fromEpochNanos, long toEpochNanos) {
    List<Span> spans = new ArrayList<>();
    LocalDate last = DayFile.day(DayFile.minute(toEpochNanos - 1));
    LocalDate day = DayFile.day(DayFile.minute(fromEpochNanos));
    while (!day.isAfter(last)) {
      spans.add(of(day, fromEpochNanos, toEpochNanos));
      day = day.plusDays(1);
    }
    return spans;
  }

  /// The part in this day. If there is none, `lastMinute` is less than `firstMinute`.
  public static Span of(LocalDate day, long fromEpochNanos, long toEpochNanos) {
    long first = day.toEpochDay() * 1440;
    return new Span(
        day,
        Math.max(first, DayFile.minute(fromEpochNanos)),
        Math.min(first + 1439, DayFile.minute(toEpochNanos - 1)));
  }
}
