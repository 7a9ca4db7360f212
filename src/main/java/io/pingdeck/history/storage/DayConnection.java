package io.pingdeck.history.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Access to the tables of one day. Changes are not on the disk before [#commit()].
public interface DayConnection extends AutoCloseable {
  /// @param sql the statement, with `$` after each table name
  PreparedStatement prepare(String sql) throws SQLException;

  void commit() throws SQLException;

  /// Moves committed changes from the write-ahead log into the file, if there is a log: damage in
  /// the log also loses everything after it. While someone reads the log, part of it stays. There
  /// must be no uncommitted changes.
  default void checkpoint() throws SQLException {
    // The database server manages its own log.
  }

  /// Discards uncommitted changes.
  void rollback() throws SQLException;

  /// Discards uncommitted changes.
  @Override
  void close() throws SQLException;
}
