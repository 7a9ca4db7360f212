package io.pingdeck.history.days;

import io.pingdeck.history.days.RollupTables.Width;
import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayStorage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads the rollups of one day from all its segments. Later segments override earlier ones.
/// Damaged data is skipped and counted.
final class DayRollups implements AutoCloseable {
  private final List<RollupTables> segments = new ArrayList<>();
  private final DayStorage storage;
  private final CorruptionLog damage;

  private DayRollups(DayStorage storage, CorruptionLog damage) {
    this.storage = storage;
    this.damage = damage;
  }

  static DayRollups open(DayStorage storage, List<DayFile> files, CorruptionLog damage) {
    DayRollups rollups = new DayRollups(storage, damage);
    for (DayFile file : files) {
      try {
        storage
            .openForReading(file)
            .map(connection -> new RollupTables(connection, file.name(), damage))
            .ifPresent(rollups.segments::add);
      } catch (SQLException e) {
        storage.rethrowIfUnreachable(e);
        damage.found(file.name(), e.getMessage());
      }
    }
    return rollups;
  }

  /// A ping's rollups, keyed by minutes since 1970 UTC.
  NavigableMap<Long, Rollup> minutes(long ping, long first, long last) {
    return read(Width.MINUTE, ping, first, last);
  }

  /// A ping's rollups, keyed by hours since 1970 UTC.
  NavigableMap<Long, Rollup> hours(long ping, long first, long last) {
    return read(Width.HOUR, ping, first, last);
  }

  /// The hours of a span that have been aggregated.
  Set<Long> closedHours(long first, long last) {
    Set<Long> closed = new TreeSet<>();
    for (RollupTables segment : segments) {
      attempt(() -> closed.addAll(segment.closedHours(first, last)));
    }
    return closed;
  }

  @Override
  public void close() {
    segments.forEach(Sqlite::closeQuietly);
  }

  private NavigableMap<Long, Rollup> read(Width width, long ping, long first, long last) {
    NavigableMap<Long, Rollup> rollups = new TreeMap<>();
    for (RollupTables segment : segments) {
      if (first <= last && !attempt(() -> rollups.putAll(segment.read(width, ping, first, last)))) {
        for (long time = first; time <= last; time++) {
          long only = time;
          attempt(() -> rollups.putAll(segment.read(width, ping, only, only)));
        }
      }
    }
    return rollups;
  }

  @FunctionalInterface
  private interface Reading {
    void read() throws SQLException;
  }

  private boolean attempt(Reading reading) {
    try {
      reading.read();
      return true;
    } catch (SQLException | IndexOutOfBoundsException | IllegalArgumentException e) {
      storage.rethrowIfUnreachable(e);
      damage.found("rollups", e.getMessage());
      return false;
    }
  }
}
