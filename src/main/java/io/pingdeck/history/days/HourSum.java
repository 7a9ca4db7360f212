package io.pingdeck.history.days;

import io.pingdeck.history.days.DayWriters.Open;
import java.sql.SQLException;
import java.util.List;

/// Aggregates the minutes of an hour, some pings at a time: aggregating tens of thousands of pings
/// at once would delay new samples. Nothing is committed before it is complete.
final class HourSum {
  private static final int PINGS_AT_ONCE = 1_000;

  private final Open<RollupTables> file;
  private final long hour;
  private final List<Long> pings;
  private int done;

  /// @param file the rollup file; nothing else may be written to it before this is complete
  /// @param hour hours since 1970 UTC
  HourSum(Open<RollupTables> file, long hour) throws SQLException {
    this.file = file;
    this.hour = hour;
    pings = file.tables().pings(hour);
  }

  Open<RollupTables> file() {
    return file;
  }

  long hour() {
    return hour;
  }

  /// Aggregates the next pings.
  ///
  /// @return whether the hour is complete
  boolean addSome() throws SQLException {
    int end = Math.min(done + PINGS_AT_ONCE, pings.size());
    file.tables().addUp(hour, pings.get(done), pings.get(end - 1));
    done = end;
    if (done < pings.size()) {
      return false;
    }
    file.tables().commit();
    return true;
  }
}
