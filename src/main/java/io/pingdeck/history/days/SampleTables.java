package io.pingdeck.history.days;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.api.Gap;
import io.pingdeck.history.codec.Checksum;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tables of a day's samples.
///
/// - `journal`: the samples received within a second, by the minute they were sent in. One row has
///   all pings, or several rows share them. Committed at once, deleted when the minute is packed.
/// - `chunk`: one ping's samples of one minute, and its six rollups of ten seconds each.
/// - `gap`: spans in which samples could not be stored.
public final class SampleTables implements AutoCloseable {
  /// Performs a point look-up for each minute of a span: minutes precede pings in the primary key,
  /// so that packing a minute appends to the table. The CROSS JOIN makes SQLite keep the join
  /// order; otherwise it scanned the whole table for each look-up.
  private static final String SPAN =
      "WITH RECURSIVE span(m) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT m + 1 FROM span WHERE"
          + " m < ?) ";

  private static final String IN_SPAN = " WHERE c.minute = span.m AND c.ping = ?";

  private final DayConnection connection;
  private final Object name;
  private final CorruptionLog damage;

  /// @param name name of the day in damage reports
  SampleTables(DayConnection connection, Object name, CorruptionLog damage) {
    this.connection = connection;
    this.name = name;
    this.damage = damage;
  }

  /// The row of one ping and one minute.
  record Chunk(long minute, long ping, long samples, byte[] tens, byte[] block) {}

  /// Receives blocks of samples: with their ping for one minute, or with their minute for one ping.
  @FunctionalInterface
  interface BlockVisitor {
    void block(long pingOrMinute, VarReader block);
  }

  void addJournal(long minute, byte[] blocks) throws SQLException {
    try (PreparedStatement insert =
        connection.prepare("INSERT INTO journal$ (minute, crc, blocks) VALUES (?, ?, ?)")) {
      insert.setLong(1, minute);
      insert.setLong(2, Checksum.of(minute, 0, blocks));
      insert.setBytes(3, blocks);
      insert.executeUpdate();
    }
  }

  List<Long> journalMinutes() throws SQLException {
    try (PreparedStatement select =
            connection.prepare("SELECT DISTINCT minute FROM journal$ ORDER BY minute");
        ResultSet rows = select.executeQuery()) {
      List<Long> minutes = new ArrayList<>();
      while (rows.next()) {
        minutes.add(rows.getLong(1));
      }
      return minutes;
    }
  }

  /// Reads the journal in the order it was written.
  void readJournal(long minute, BlockVisitor visitor) throws SQLException {
    try (PreparedStatement select =
        connection.prepare("SELECT id, crc, blocks FROM journal$ WHERE minute = ? ORDER BY id")) {
      select.setLong(1, minute);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          blocks(minute, rows).ifPresent(blocks -> readBlocks(blocks, visitor));
        }
      }
    }
  }

  /// The journal of a minute; its rows are loaded lazily.
  JournalMinute journal(long minute) throws SQLException {
    JournalMinute journal = new JournalMinute(row -> journalRow(minute, row));
    try (PreparedStatement select =
        connection.prepare(
            "SELECT id, SUBSTR(blocks, 1, ?) FROM journal$ WHERE minute = ? ORDER BY id")) {
      select.setInt(1, VarWriter.LONGEST_NUMBER);
      select.setLong(2, minute);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          journal.add(rows.getLong(1), rows.getBytes(2));
        }
      }
    }
    return journal;
  }

  private Optional<byte[]> journalRow(long minute, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepare("SELECT id, crc, blocks FROM journal$ WHERE minute = ? AND id = ?")) {
      select.setLong(1, minute);
      select.setLong(2, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? blocks(minute, row) : Optional.empty();
      }
    }
  }

  /// The blocks of a journal row, if their checksum is correct.
  private Optional<byte[]> blocks(long minute, ResultSet row) throws SQLException {
    byte[] blocks = row.getBytes(3);
    if (Checksum.of(minute, 0, blocks) == row.getLong(2)) {
      return Optional.of(blocks);
    }
    damage.found(name, "journal row " + row.getLong(1));
    return Optional.empty();
  }

  private static void readBlocks(byte[] blocks, BlockVisitor visitor) {
    VarReader in = new VarReader(blocks);
    while (in.hasMore()) {
      long ping = in.unsigned();
      visitor.block(ping, in.slice(in.small()));
    }
  }

  /// @param lastRow the last row to delete; later rows stay
  void clearJournal(long minute, long lastRow) throws SQLException {
    try (PreparedStatement delete =
        connection.prepare("DELETE FROM journal$ WHERE minute = ? AND id <= ?")) {
      delete.setLong(1, minute);
      delete.setLong(2, lastRow);
      delete.executeUpdate();
    }
  }

  void putChunks(List<Chunk> chunks) throws SQLException {
    try (PreparedStatement insert =
        connection.prepare(
            "INSERT INTO chunk$ (minute, ping, samples, tens_crc, tens, block_crc, block) VALUES"
                + " (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (minute, ping) DO UPDATE SET samples ="
                + " excluded.samples, tens_crc = excluded.tens_crc, tens = excluded.tens,"
                + " block_crc = excluded.block_crc, block = excluded.block")) {
      for (Chunk chunk : chunks) {
        insert.setLong(1, chunk.minute());
        insert.setLong(2, chunk.ping());
        insert.setLong(3, chunk.samples());
        insert.setLong(4, Checksum.of(chunk.minute(), chunk.ping(), chunk.tens()));
        insert.setBytes(5, chunk.tens());
        insert.setLong(6, Checksum.of(chunk.minute(), chunk.ping(), chunk.block()));
        insert.setBytes(7, chunk.block());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// The packed samples of all pings of a minute.
  void readBlocks(long minute, BlockVisitor visitor) throws SQLException {
    try (PreparedStatement select =
        connection.prepare("SELECT ping, block_crc, block FROM chunk$ WHERE minute = ?")) {
      select.setLong(1, minute);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          long ping = rows.getLong(1);
          see(visitor, ping, "block", minute, ping, rows);
        }
      }
    }
  }

  /// The packed samples of a ping from `firstMinute` to `lastMinute` inclusive, in order.
  void readBlocks(long ping, long firstMinute, long lastMinute, BlockVisitor visitor)
      throws SQLException {
    readSpan("block", ping, firstMinute, lastMinute, visitor);
  }

  /// The same for ten-second rollups: six per minute, one after the other; none for a minute with
  /// few samples.
  void readTens(long ping, long firstMinute, long lastMinute, BlockVisitor visitor)
      throws SQLException {
    readSpan("tens", ping, firstMinute, lastMinute, visitor);
  }

  private void readSpan(String column, long ping, long first, long last, BlockVisitor visitor)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepare(
            "%sSELECT c.minute, c.%s_crc, c.%s FROM span CROSS JOIN chunk$ c%s"
                .formatted(SPAN, column, column, IN_SPAN))) {
      bindSpan(select, ping, first, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          long minute = rows.getLong(1);
          see(visitor, minute, column, minute, ping, rows);
        }
      }
    }
  }

  /// Passes the third column to the visitor, if the checksum in the second column is correct.
  private void see(
      BlockVisitor visitor, long shown, String column, long minute, long ping, ResultSet row)
      throws SQLException {
    byte[] bytes = row.getBytes(3);
    if (Checksum.of(minute, ping, bytes) == row.getLong(2)) {
      visitor.block(shown, new VarReader(bytes));
    } else {
      damage.found(name, column + " of minute " + minute);
    }
  }

  /// Number of packed samples of a ping in a span of minutes.
  long countSamples(long ping, long firstMinute, long lastMinute) throws SQLException {
    try (PreparedStatement select =
        connection.prepare(
            SPAN + "SELECT COALESCE(SUM(c.samples), 0) FROM span CROSS JOIN chunk$ c" + IN_SPAN)) {
      bindSpan(select, ping, firstMinute, lastMinute);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  void addGap(Gap gap) throws SQLException {
    try (PreparedStatement insert =
        connection.prepare(
            "INSERT INTO gap$ (from_nanos, to_nanos, samples, reason) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, gap.fromEpochNanos());
      insert.setLong(2, gap.toEpochNanos());
      insert.setLong(3, gap.samples());
      insert.setString(4, gap.reason());
      insert.executeUpdate();
    }
  }

  List<Gap> gaps(long fromEpochNanos, long toEpochNanos) throws SQLException {
    try (PreparedStatement select =
        connection.prepare(
            "SELECT from_nanos, to_nanos, samples, reason FROM gap$ WHERE to_nanos >= ? AND"
                + " from_nanos < ? ORDER BY from_nanos LIMIT 1000")) {
      select.setLong(1, fromEpochNanos);
      select.setLong(2, toEpochNanos);
      try (ResultSet rows = select.executeQuery()) {
        List<Gap> gaps = new ArrayList<>();
        while (rows.next()) {
          gaps.add(new Gap(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getString(4)));
        }
        return gaps;
      }
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /// Discards uncommitted changes.
  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  static void bindSpan(PreparedStatement select, long ping, long first, long last)
      throws SQLException {
    select.setLong(1, first);
    select.setLong(2, last);
    select.setLong(3, ping);
  }

  static String span() {
    return SPAN;
  }
}
