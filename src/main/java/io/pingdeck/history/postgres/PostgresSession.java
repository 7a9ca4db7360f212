package io.pingdeck.history.postgres;

import static java.util.Objects.requireNonNull;

import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.history.sqlite.Sqlite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// A connection to the server. Opened lazily, and reopened after it broke. Not thread-safe.
final class PostgresSession implements AutoCloseable {
  private static final long TRUSTED_NANOS = 2_000_000_000L;
  private static final int ANSWER_SECONDS = 5;

  /// An arbitrary number on which all Pingdecks agree that write into one database.
  private static final long LOCK = 0x70696e676465636bL;

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /// Look-ups per minute of a span must use the primary key; the server does not know the length of
  /// the span and would scan a day's whole table. Commits are on the disk when they return,
  /// regardless of the server's settings. The keepalive settings make a server that lost this
  /// client release the lock within a minute.
  private static final String SETTINGS =
      "SET search_path = "
          + PostgresSchema.NAME
          + "; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off;"
          + " SET jit = off; SET synchronous_commit = on; SET lock_timeout = '2s';"
          + " SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10;"
          + " SET tcp_keepalives_count = 3";

  private final HistoryServer server;
  private final boolean isWriter;
  private final String application =
      "pingdeck-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private Optional<Connection> open = Optional.empty();
  private boolean isIdle;
  private long lastUse;

  /// @param isWriter whether this session creates the tables and locks out other writers; a reader
  ///   sees a single snapshot per query
  PostgresSession(HistoryServer server, boolean isWriter) {
    this.server = requireNonNull(server, "server");
    this.isWriter = isWriter;
  }

  /// The connection. The first call starts a transaction. Until the transaction ends, the
  /// connection stays the same, even if it breaks.
  Connection connection() throws SQLException {
    if (open.isPresent() && isIdle && !isAlive(open.get())) {
      drop();
    }
    isIdle = false;
    if (open.isEmpty()) {
      Connection made = server.connect(application);
      try {
        prepare(made);
        open = Optional.of(made);
      } catch (SQLException | RuntimeException e) {
        Sqlite.closeQuietly(made);
        throw e;
      }
    }
    return open.get();
  }

  private boolean isAlive(Connection connection) throws SQLException {
    return System.nanoTime() - lastUse < TRUSTED_NANOS || connection.isValid(ANSWER_SECONDS);
  }

  private void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
    if (isWriter) {
      lock(connection);
      connection.setAutoCommit(false);
      PostgresSchema.make(connection);
      connection.commit();
    } else {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
    }
  }

  /// The lock is held as long as the connection lives. A broken connection of this process may
  /// still hold it if the server has not noticed.
  private void lock(Connection connection) throws SQLException {
    if (isLocked(connection)) {
      return;
    }
    try (PreparedStatement end =
        connection.prepareStatement(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ? AND"
                + " pid <> pg_backend_pid()")) {
      end.setString(1, application);
      end.execute();
    }
    if (!isLocked(connection)) {
      throw new SQLException("another Pingdeck writes there: give this one its own database");
    }
  }

  /// Waits briefly, because the server takes a moment to release the lock of a closed session.
  private static boolean isLocked(Connection connection) throws SQLException {
    try (PreparedStatement attempt = connection.prepareStatement("SELECT pg_advisory_lock(?)")) {
      attempt.setLong(1, LOCK);
      attempt.execute();
      return true;
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  void commit() throws SQLException {
    connection().commit();
    rest();
  }

  /// Ends the transaction and discards uncommitted changes. Closes the connection if even that
  /// fails.
  void release() {
    if (open.isPresent()) {
      try {
        open.get().rollback();
        rest();
      } catch (SQLException e) {
        drop();
      }
    }
  }

  private void rest() {
    isIdle = true;
    lastUse = System.nanoTime();
  }

  private void drop() {
    open.ifPresent(Sqlite::closeQuietly);
    open = Optional.empty();
  }

  @Override
  public void close() {
    drop();
  }
}
