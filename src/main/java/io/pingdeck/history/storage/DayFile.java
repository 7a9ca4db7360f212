package io.pingdeck.history.storage;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A database file of one UTC day; on a server, the day's partitions. A day has one file of each
/// kind. If it can no longer be written, a further segment is started.
///
/// @param segment number of the segment, from 0
public record DayFile(Kind kind, LocalDate day, int segment) implements Comparable<DayFile> {
  private static final Pattern NAME =
      Pattern.compile("(samples|rollups)-(\\d{4}-\\d{2}-\\d{2})(?:\\.(\\d{1,6}))?\\.db");
  private static final long NANOS_PER_MINUTE = 60_000_000_000L;
  private static final int MINUTES_PER_DAY = 1440;

  public enum Kind {
    SAMPLES("samples"),
    ROLLUPS("rollups");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /// The day file with this name; empty if the name is not that of a day file.
  public static Optional<DayFile> of(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      Kind kind = name.group(1).equals(Kind.SAMPLES.prefix) ? Kind.SAMPLES : Kind.ROLLUPS;
      int segment = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
      return Optional.of(new DayFile(kind, LocalDate.parse(name.group(2)), segment));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  public String name() {
    return kind.prefix + "-" + day + (segment == 0 ? "" : "." + segment) + ".db";
  }

  /// The first minute of the day, in minutes since 1970 UTC.
  public long firstMinute() {
    return day.toEpochDay() * MINUTES_PER_DAY;
  }

  public long endMinute() {
    return firstMinute() + MINUTES_PER_DAY;
  }

  public static long minute(long epochNanos) {
    return Math.floorDiv(epochNanos, NANOS_PER_MINUTE);
  }

  public static LocalDate day(long minute) {
    return LocalDate.ofEpochDay(Math.floorDiv(minute, MINUTES_PER_DAY));
  }

  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  @Override
  public int compareTo(DayFile other) {
    int byDay = day.compareTo(other.day);
    int byKind = kind.compareTo(other.kind);
    return byDay != 0 ? byDay : byKind != 0 ? byKind : Integer.compare(segment, other.segment);
  }
}
