package io.pingdeck.history.storage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// The part of a span of time that lies in one UTC day.
///
/// @param firstMinute minutes since 1970 UTC
/// @param lastMinute the last minute that is part of it
public record Span(LocalDate day, long firstMinute, long lastMinute) {
  /// The days from one instant up to another, in nanoseconds since 1970 UTC.
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

  /// The part in this day; without a minute, the last before the first, if there is none.
  public static Span of(LocalDate day, long fromEpochNanos, long toEpochNanos) {
    long first = day.toEpochDay() * 1440;
    return new Span(
        day,
        Math.max(first, DayFile.minute(fromEpochNanos)),
        Math.min(first + 1439, DayFile.minute(toEpochNanos - 1)));
  }
}
