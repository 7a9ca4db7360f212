package io.pingdeck.history.postgres;

import static java.util.Objects.requireNonNull;

import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.DayConnection;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stores days as partitions on a PostgreSQL server. All days share one connection.
public final class PostgresStorage implements DayStorage {
  private static final String PARTITIONS =
      "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE oid IN (SELECT inhrelid FROM"
          + " pg_inherits WHERE inhparent = to_regclass(?)) ORDER BY relname";

  private final HistoryServer server;
  private final PostgresSession session;
  private final AutoCloseable held;

  private PostgresStorage(HistoryServer server, boolean isWriter, AutoCloseable held) {
    this.server = requireNonNull(server, "server");
    this.held = requireNonNull(held, "held");
    session = new PostgresSession(server, isWriter);
  }

  /// Does not contact the server yet.
  ///
  /// @param held closed together with this storage
  public static PostgresStorage forWriting(HistoryServer server, AutoCloseable held) {
    return new PostgresStorage(server, true, held);
  }

  public static PostgresStorage forReading(HistoryServer server) {
    return new PostgresStorage(server, false, () -> {});
  }

  @Override
  public DayStorage forReader() {
    return forReading(server);
  }

  @Override
  public List<DayFile> files(Kind kind) throws IOException {
    List<DayFile> files = new ArrayList<>();
    String witness = PostgresSchema.witness(kind);
    eachPartition(
        witness,
        (name, bytes) -> {
          String day = name.substring(witness.length() + 1).replace('_', '-');
          files.add(new DayFile(kind, LocalDate.parse(day), 0));
        });
    return files;
  }

  /// The server recovers from failed writes itself, so a day continues in the same segment.
  @Override
  public DayFile nextSegment(Kind kind, LocalDate day) {
    return new DayFile(kind, day, 0);
  }

  @Override
  public void delete(DayFile file) throws IOException {
    try {
      PostgresSchema.dropDay(session.connection(), file);
      session.commit();
    } catch (SQLException e) {
      session.release();
      throw describe(file, e);
    }
  }

  @Override
  public long bytes(DayFile file) throws IOException {
    long[] sum = {0};
    List<String> wanted = PostgresSchema.partitions(file);
    for (String table : PostgresSchema.tables()) {
      eachPartition(table, (name, bytes) -> sum[0] += wanted.contains(name) ? bytes : 0);
    }
    return sum[0];
  }

  @Override
  public long bytes() throws IOException {
    long[] sum = {0};
    for (String table : PostgresSchema.tables()) {
      eachPartition(table, (name, bytes) -> sum[0] += bytes);
    }
    return sum[0];
  }

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public DayConnection openForWriting(DayFile file) throws SQLException {
    try {
      PostgresSchema.makeDay(session.connection(), file);
      session.commit();
    } catch (SQLException e) {
      session.release();
      throw e;
    }
    return new Day(session, PostgresSchema.suffix(file.day()));
  }

  @Override
  public Optional<DayConnection> openForReading(DayFile file) {
    return Optional.of(new Day(session, PostgresSchema.suffix(file.day())));
  }

  @Override
  public boolean hasTransactionPerDay() {
    return false;
  }

  private record Day(PostgresSession session, String suffix) implements DayConnection {
    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
      return session.connection().prepareStatement(sql.replace("$", suffix));
    }

    @Override
    public void commit() throws SQLException {
      session.commit();
    }

    @Override
    public void rollback() {
      session.release();
    }

    @Override
    public void close() {
      session.release();
    }
  }

  @Override
  public IOException describe(DayFile file, SQLException e) {
    return described("cannot write to ", e);
  }

  @Override
  public void rethrowIfUnreachable(Exception e) {
    if (e instanceof SQLException sql && !isDamage(sql)) {
      session.release();
      throw new UncheckedIOException(described("cannot read from ", sql));
    }
  }

  /// Whether the server reported damage (SQLSTATE XX001, XX002).
  private static boolean isDamage(SQLException e) {
    return state(e).startsWith("XX00") && !state(e).equals("XX000");
  }

  private IOException described(String what, SQLException e) {
    return new IOException(what + server + ": " + reason(e), e);
  }

  /// Describes the error by its SQLSTATE, see "PostgreSQL Error Codes".
  private static String reason(SQLException e) {
    String state = state(e);
    if (state.equals("53100")) {
      return "the disk is full";
    } else if (state.equals("25006")) {
      return "the server is read-only";
    } else if (state.startsWith("08")) {
      return "the server does not answer";
    } else if (state.startsWith("57P")) {
      return "the server is starting or ending";
    } else if (state.startsWith("28")) {
      return "the server refuses the user or the password (history.user, history.passwordFile)";
    } else if (state.equals("3D000")) {
      return "there is no such database";
    } else if (state.equals("42501")) {
      return "the user may not do that there";
    }
    return String.valueOf(e.getMessage());
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  @Override
  public void endTurn() {
    session.release();
  }

  @Override
  public void close() {
    session.close();
    Sqlite.closeQuietly(held);
  }

  @FunctionalInterface
  private interface PartitionVisitor {
    void partition(String name, long bytes);
  }

  private void eachPartition(String table, PartitionVisitor visitor) throws IOException {
    try (PreparedStatement select = session.connection().prepareStatement(PARTITIONS)) {
      select.setString(1, PostgresSchema.NAME + "." + table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          visitor.partition(rows.getString(1), rows.getLong(2));
        }
      }
    } catch (SQLException e) {
      session.release();
      throw described("cannot reach ", e);
    }
  }
}
