package io.pingdeck.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A way to the tables of one day. What is changed is not on the disk before [#commit()].
interface DayConnection extends AutoCloseable {
  /// @param sql with `$` behind each table's name
  PreparedStatement prepare(String sql) throws SQLException;

  void commit() throws SQLException;

  /// Undoes what has not been committed.
  void rollback() throws SQLException;

  /// What has not been committed is undone.
  @Override
  void close() throws SQLException;
}
