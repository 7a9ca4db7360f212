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

/// One connection to the server: opened when it is needed, and anew when it broke. For one thread.
final class PostgresSession implements AutoCloseable {
  private static final long TRUSTED_NANOS = 2_000_000_000L;
  private static final int ANSWER_SECONDS = 5;

  /// Any number; two Pingdecks that write into one database agree on it.
  private static final long LOCK = 0x70696e676465636bL;

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /// Look-ups for each minute of a span go by the primary key; the server, which does not know how
  /// long the span is, would rather read a day's whole table. Commits are on the disk when they
  /// return, whatever the server's own settings say. A server that lost us lets go of the lock
  /// within a minute.
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

  /// @param isWriter whether it makes the tables and keeps other writers out; a reader reads what
  ///   one answer needs as of one instant
  PostgresSession(HistoryServer server, boolean isWriter) {
    this.server = requireNonNull(server, "server");
    this.isWriter = isWriter;
  }

  /// The connection. A transaction begins with the first call, and until its end it is the same
  /// connection, dead or alive.
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

  /// Held as long as the connection lives. A connection of our own that broke may still hold it:
  /// the server need not have noticed.
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

  /// Waits a little: a writer that has just gone takes the server a moment.
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

  /// Ends the transaction; what has not been committed is undone. A connection on which not even
  /// that works is given up.
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
