package io.pingdeck.history.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pingdeck.base.VarReader;
import io.pingdeck.disk.NativeLibrary;
import io.pingdeck.history.codec.Checksum;
import io.pingdeck.history.codec.PingBytes;
import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.CorruptionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the pings and echo servers saved by earlier versions: `state.db`, a SQLite database. It is
/// read once, without pings that ended long ago, of which there may be very many.
final class OlderState {
  private static final Logger LOG = LoggerFactory.getLogger(OlderState.class);
  private static final List<String> COMPANIONS = List.of("", "-wal", "-shm");

  /// Rows of a damaged page are skipped by trying smaller and smaller spans.
  private static final long HIGHEST_ROW = 1L << 30;

  private static final int MOST_FAILURES = 20_000;

  private final Path file;
  private final Path aside;
  private final CorruptionLog damage;

  private record Ended(long row, double at) {}

  @FunctionalInterface
  private interface RowVisitor {
    void row(ResultSet row) throws SQLException;
  }

  OlderState(Path folder, CorruptionLog damage) {
    requireNonNull(folder, "folder");
    file = folder.resolve("state.db");
    aside = folder.resolve("state.db.old");
    this.damage = requireNonNull(damage, "damage");
  }

  /// @param mostEnded maximum number of ended pings; the most recently ended are kept
  SavedState read(int mostEnded) throws IOException {
    if (Files.notExists(file)) {
      return new SavedState(true, List.of(), List.of());
    }
    NativeLibrary.load(file.getParent());
    try {
      Optional<Connection> opened = Sqlite.openForReading(file);
      if (opened.isEmpty()) {
        return new SavedState(true, List.of(), List.of());
      }
      try (Connection connection = opened.get()) {
        return new Reading(connection).read(mostEnded);
      }
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw Sqlite.describe(file, e);
      }
      damage.found(file.getFileName(), "no ping and no echo server in it can be read");
      return new SavedState(false, List.of(), List.of());
    }
  }

  /// Call when the content is on the disk in the new format. The old file is kept until the next
  /// start.
  void replaced() throws IOException {
    boolean isThere = Files.exists(file);
    for (String companion : COMPANIONS) {
      Path old = companion(aside, companion);
      Path now = companion(file, companion);
      if (isThere && Files.exists(now)) {
        Files.move(now, old, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.deleteIfExists(old);
      }
    }
    if (isThere) {
      LOG.info("what was in {} is now in pings.state; the old file is kept as {}", file, aside);
    }
  }

  private static Path companion(Path of, String ending) {
    return of.resolveSibling(of.getFileName() + ending);
  }

  private final class Reading {
    private final Connection connection;
    private int failures;

    Reading(Connection connection) {
      this.connection = connection;
    }

    SavedState read(int mostEnded) throws SQLException {
      List<Long> wanted = new ArrayList<>();
      PriorityQueue<Ended> ended = new PriorityQueue<>(Comparator.comparing(Ended::at));
      String select =
          "SELECT rowid, CASE WHEN json_valid(info) THEN info ->> '$.endedAt' ELSE -1 END FROM ping"
              + " WHERE rowid BETWEEN ? AND ?";
      rows(
          select,
          0,
          HIGHEST_ROW,
          row -> {
            double at = row.getDouble(2);
            if (row.wasNull()) {
              wanted.add(row.getLong(1));
            } else {
              ended.add(new Ended(row.getLong(1), at));
              if (ended.size() > mostEnded) {
                ended.poll();
              }
            }
          });
      ended.forEach(one -> wanted.add(one.row()));
      List<SavedPing> pings = new ArrayList<>();
      String full =
          "SELECT rowid, info, counters, rtts, last_sequence, last_nanos, crc FROM ping WHERE rowid"
              + " BETWEEN ? AND ?";
      for (long row : wanted) {
        rows(full, row, row, found -> ping(found).ifPresent(pings::add));
      }
      List<SavedEcho> servers = new ArrayList<>();
      rows(
          "SELECT place, server FROM echo WHERE place BETWEEN ? AND ? ORDER BY place",
          0,
          HIGHEST_ROW,
          row -> server(row).ifPresent(servers::add));
      boolean[] clean = {false};
      rows(
          "SELECT rowid, clean FROM ending WHERE rowid BETWEEN ? AND ?",
          0,
          HIGHEST_ROW,
          row -> clean[0] = row.getBoolean(2));
      return SavedState.inOrder(clean[0], pings, servers);
    }

    /// Visits the readable rows of a span. After a failure on a damaged page, tries half of the
    /// remaining span, and so on, so that only the rows of that page are lost.
    private void rows(String sql, long first, long last, RowVisitor visitor) throws SQLException {
      long[] next = {first};
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setLong(1, first);
        select.setLong(2, last);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            visitor.row(rows);
            next[0] = rows.getLong(1) + 1;
          }
        }
      } catch (SQLException e) {
        if (!Sqlite.isDamage(e)) {
          throw e;
        }
        failures++;
        if (next[0] >= last || failures > MOST_FAILURES) {
          damage.found(file.getFileName(), "rows from " + next[0] + " on");
          return;
        }
        long middle = next[0] + (last - next[0]) / 2;
        rows(sql, next[0], middle, visitor);
        rows(sql, middle + 1, last, visitor);
      }
    }

    private Optional<SavedPing> ping(ResultSet row) throws SQLException {
      String info = row.getString(2);
      byte[] counters = row.getBytes(3);
      byte[] rtts = row.getBytes(4);
      try {
        if (Checksum.of(info.hashCode(), 0, counters, rtts) != row.getLong(7)) {
          throw new IllegalArgumentException("wrong checksum");
        }
        return Optional.of(
            new SavedPing(
                StateLines.info(info),
                PingBytes.counters(new VarReader(counters)),
                PingBytes.rtts(new VarReader(rtts)),
                row.getLong(5),
                row.getLong(6)));
      } catch (JsonProcessingException | RuntimeException e) {
        damage.found(file.getFileName(), "a ping");
        return Optional.empty();
      }
    }

    private Optional<SavedEcho> server(ResultSet row) throws SQLException {
      try {
        return Optional.of(StateLines.server(row.getString(2)));
      } catch (JsonProcessingException | RuntimeException e) {
        damage.found(file.getFileName(), "an echo server");
        return Optional.empty();
      }
    }
  }
}
