package io.pingdeck.history.postgres;

import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The tables on a PostgreSQL server, in their own schema. They have the same content as the tables
/// in SQLite files, see [io.pingdeck.history.days.SampleTables] and
/// [io.pingdeck.history.days.RollupTables]. Each is partitioned by UTC day. Reads and writes
/// address the partitions, so that a day can be dropped as a whole.
final class PostgresSchema {
  static final String NAME = "pingdeck";

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;
  private static final String BY_TIME =
      " (time BIGINT NOT NULL, ping BIGINT NOT NULL, crc BIGINT NOT NULL, rollup BYTEA NOT NULL,"
          + " PRIMARY KEY (time, ping)) PARTITION BY RANGE (time)";

  private PostgresSchema() {}

  private enum Table {
    // Packed bytes do not compress: EXTERNAL stops the server from trying.
    JOURNAL(
        Kind.SAMPLES,
        " (id BIGINT NOT NULL DEFAULT nextval('journal_id'), minute BIGINT NOT NULL, crc BIGINT NOT"
            + " NULL, blocks BYTEA NOT NULL) PARTITION BY RANGE (minute)",
        "blocks"),
    CHUNK(
        Kind.SAMPLES,
        " (minute BIGINT NOT NULL, ping BIGINT NOT NULL, samples BIGINT NOT NULL, tens_crc BIGINT"
            + " NOT NULL, tens BYTEA NOT NULL, block_crc BIGINT NOT NULL, block BYTEA NOT NULL,"
            + " PRIMARY KEY (minute, ping)) PARTITION BY RANGE (minute)",
        "tens",
        "block"),
    GAP(
        Kind.SAMPLES,
        " (from_nanos BIGINT NOT NULL, to_nanos BIGINT NOT NULL, samples BIGINT NOT NULL, reason"
            + " TEXT NOT NULL) PARTITION BY RANGE (to_nanos)"),
    MINUTES(Kind.ROLLUPS, BY_TIME, "rollup"),
    HOURS(Kind.ROLLUPS, BY_TIME, "rollup");

    private final Kind kind;
    private final String columns;
    private final List<String> packed;

    Table(Kind kind, String columns, String... packed) {
      this.kind = kind;
      this.columns = columns;
      this.packed = List.of(packed);
    }

    String table() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Converts minutes since 1970 UTC to the unit of the table's partition key.
    long bound(long minute) {
      return switch (this) {
        case JOURNAL, CHUNK, MINUTES -> minute;
        case GAP -> minute * NANOS_PER_MINUTE;
        case HOURS -> minute / 60;
      };
    }
  }

  /// Creates the tables if they do not exist.
  ///
  /// @throws NewerFormatException if a newer version of the program created them
  static void make(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement, "to_regnamespace('" + NAME + "')")) {
        statement.execute("CREATE SCHEMA " + NAME);
      }
      if (!exists(statement, "to_regclass('" + NAME + ".format')")) {
        statement.execute("CREATE SEQUENCE journal_id");
        for (Table table : Table.values()) {
          statement.execute("CREATE TABLE " + table.table() + table.columns);
          for (String column : table.packed) {
            statement.execute(
                "ALTER TABLE %s ALTER COLUMN %s SET STORAGE EXTERNAL"
                    .formatted(table.table(), column));
          }
        }
        statement.execute("CREATE TABLE format (version INT NOT NULL)");
        statement.execute("INSERT INTO format (version) VALUES (" + Sqlite.FORMAT + ")");
      }
      checkFormat(statement);
      // Missing if an earlier release created the tables.
      statement.execute("CREATE INDEX IF NOT EXISTS journal_row ON journal (minute, id)");
    }
  }

  private static boolean exists(Statement statement, String what) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT " + what)) {
      return rows.next() && rows.getString(1) != null;
    }
  }

  private static void checkFormat(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT version FROM format")) {
      int format = rows.next() ? rows.getInt(1) : 0;
      if (format > Sqlite.FORMAT) {
        throw new NewerFormatException(
            "the schema " + NAME, format, Sqlite.FORMAT, "database (history.url)");
      }
    }
    statement.execute(
        "UPDATE format SET version = %1$d WHERE version < %1$d".formatted(Sqlite.FORMAT));
  }

  /// Creates a day's partitions if they do not exist.
  static void makeDay(Connection connection, DayFile file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (Table table : tables(file.kind())) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS %s%s PARTITION OF %s FOR VALUES FROM (%d) TO (%d)"
                .formatted(
                    table.table(),
                    suffix(file.day()),
                    table.table(),
                    table.bound(file.firstMinute()),
                    table.bound(file.endMinute())));
      }
    }
  }

  static void dropDay(Connection connection, DayFile file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String partition : partitions(file)) {
        statement.execute("DROP TABLE IF EXISTS " + partition);
      }
    }
  }

  /// Names of a day's partitions.
  static List<String> partitions(DayFile file) {
    return tables(file.kind()).stream().map(table -> table.table() + suffix(file.day())).toList();
  }

  /// Names of all partitioned tables.
  static List<String> tables() {
    return Arrays.stream(Table.values()).map(Table::table).toList();
  }

  private static List<Table> tables(Kind kind) {
    return Arrays.stream(Table.values()).filter(table -> table.kind == kind).toList();
  }

  /// The suffix of a partition's name.
  static String suffix(LocalDate day) {
    return "_" + day.toString().replace('-', '_');
  }

  /// The table whose partitions determine which days of a kind exist.
  static String witness(Kind kind) {
    return switch (kind) {
      case SAMPLES -> Table.CHUNK.table();
      case ROLLUPS -> Table.MINUTES.table();
    };
  }
}
