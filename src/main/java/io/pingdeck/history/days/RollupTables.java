package io.pingdeck.history.days;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.Checksum;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The tables of a day's rollups: one row per ping and minute, and one per ping and hour.
public final class RollupTables implements AutoCloseable {
  private static final int MINUTES = 60;

  private final DayConnection connection;
  private final Object name;
  private final CorruptionLog damage;

  /// @param name name of the day in damage reports
  RollupTables(DayConnection connection, Object name, CorruptionLog damage) {
    this.connection = connection;
    this.name = name;
    this.damage = damage;
  }

  /// The time span of a row. Its `time` column counts such spans since 1970 UTC.
  enum Width {
    MINUTE("minutes$"),
    HOUR("hours$");

    private final String table;

    Width(String table) {
      this.table = table;
    }
  }

  /// @param rollups rollups by ping
  void put(Width width, long time, Map<Long, Rollup> rollups) throws SQLException {
    VarWriter out = new VarWriter();
    try (PreparedStatement insert =
        connection.prepare(
            "INSERT INTO "
                + width.table
                + " (time, ping, crc, rollup) VALUES (?, ?, ?, ?) ON CONFLICT (time, ping) DO"
                + " UPDATE SET crc = excluded.crc, rollup = excluded.rollup")) {
      for (Map.Entry<Long, Rollup> entry : rollups.entrySet()) {
        out.clear();
        entry.getValue().write(out);
        byte[] bytes = out.toBytes();
        insert.setLong(1, time);
        insert.setLong(2, entry.getKey());
        insert.setLong(3, Checksum.of(time, entry.getKey(), bytes));
        insert.setBytes(4, bytes);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// A ping's rollups from `first` to `last` inclusive, by time.
  NavigableMap<Long, Rollup> read(Width width, long ping, long first, long last)
      throws SQLException {
    NavigableMap<Long, Rollup> rollups = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepare(
            SampleTables.span()
                + "SELECT r.time, r.crc, r.rollup FROM span CROSS JOIN "
                + width.table
                + " r WHERE r.time = span.m AND r.ping = ?")) {
      SampleTables.bindSpan(select, ping, first, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          long time = rows.getLong(1);
          rollup(time, ping, rows.getLong(2), rows.getBytes(3))
              .ifPresent(rollup -> rollups.put(time, rollup));
        }
      }
    }
    return rollups;
  }

  private Optional<Rollup> rollup(long time, long ping, long crc, byte[] bytes) {
    if (Checksum.of(time, ping, bytes) == crc) {
      return Optional.of(Rollup.read(new VarReader(bytes)));
    }
    damage.found(name, "a rollup");
    return Optional.empty();
  }

  /// Whether an hour has been aggregated.
  boolean isClosed(long hour) throws SQLException {
    return exists("SELECT 1 FROM hours$ WHERE time = ? LIMIT 1", hour);
  }

  /// The hours of a span that have been aggregated.
  Set<Long> closedHours(long first, long last) throws SQLException {
    Set<Long> closed = new TreeSet<>();
    try (PreparedStatement select =
        connection.prepare(
            SampleTables.span()
                + "SELECT m FROM span WHERE EXISTS (SELECT 1 FROM hours$ WHERE time = m)")) {
      select.setLong(1, first);
      select.setLong(2, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          closed.add(rows.getLong(1));
        }
      }
    }
    return closed;
  }

  boolean hasMinutes(long hour) throws SQLException {
    return exists(
        "SELECT 1 FROM minutes$ WHERE time >= ? AND time < " + (hour + 1) * MINUTES + " LIMIT 1",
        hour * MINUTES);
  }

  private boolean exists(String sql, long time) throws SQLException {
    try (PreparedStatement select = connection.prepare(sql)) {
      select.setLong(1, time);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// The pings that have minutes in an hour, in ascending order.
  List<Long> pings(long hour) throws SQLException {
    try (PreparedStatement select =
        connection.prepare(
            "SELECT DISTINCT ping FROM minutes$ WHERE time >= ? AND time < ? ORDER BY ping")) {
      select.setLong(1, hour * MINUTES);
      select.setLong(2, (hour + 1) * MINUTES);
      try (ResultSet rows = select.executeQuery()) {
        List<Long> pings = new ArrayList<>();
        while (rows.next()) {
          pings.add(rows.getLong(1));
        }
        return pings;
      }
    }
  }

  /// Aggregates the minutes of an hour for the pings from `firstPing` to `lastPing` inclusive.
  void addUp(long hour, long firstPing, long lastPing) throws SQLException {
    Map<Long, Rollup> hours = new HashMap<>();
    try (PreparedStatement select =
        connection.prepare(
            SampleTables.span()
                + "SELECT r.time, r.ping, r.crc, r.rollup FROM span CROSS JOIN minutes$ r WHERE"
                + " r.time = span.m AND r.ping >= ? AND r.ping <= ?")) {
      SampleTables.bindSpan(select, firstPing, hour * MINUTES, (hour + 1) * MINUTES - 1);
      select.setLong(4, lastPing);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          long ping = rows.getLong(2);
          rollup(rows.getLong(1), ping, rows.getLong(3), rows.getBytes(4))
              .ifPresent(minute -> hours.computeIfAbsent(ping, p -> new Rollup()).add(minute));
        }
      }
    }
    put(Width.HOUR, hour, hours);
  }

  /// Aggregates an hour again after minutes of these pings have changed.
  void reopenHour(long hour, Iterable<Long> pings) throws SQLException {
    Map<Long, Rollup> hours = new HashMap<>();
    for (long ping : pings) {
      Rollup sum = new Rollup();
      read(Width.MINUTE, ping, hour * MINUTES, (hour + 1) * MINUTES - 1).values().forEach(sum::add);
      hours.put(ping, sum);
    }
    put(Width.HOUR, hour, hours);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
