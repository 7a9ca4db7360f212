package io.pingdeck.history.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A way to the tables of one day. What is changed is not on the disk before [#commit()].
public interface DayConnection extends AutoCloseable {
  /// @param sql with `$` behind each table's name
  PreparedStatement prepare(String sql) throws SQLException;

  void commit() throws SQLException;

  /// Takes what is committed over from a log into the file, where there is a log: a damaged place
  /// in it takes with it all that is behind. Where somebody reads the log, some of it stays there
  /// for now. Nothing may wait for its commit.
  default void checkpoint() throws SQLException {
    // The server keeps its own log.
  }

  /// Undoes what has not been committed.
  void rollback() throws SQLException;

  /// What has not been committed is undone.
  @Override
  void close() throws SQLException;
}
