package io.pingdeck.history.sqlite;

import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.history.storage.DayConnection;
import io.pingdeck.history.storage.DayFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/// Opens SQLite's files the one way they are opened here: write-ahead log, every commit on the disk
/// before it returns.
public final class Sqlite {
  /// Raised with every change of the tables or of the bytes in them. What format 1 wrote is read as
  /// it is: format 2 adds the answers of probes, and outcomes that were not known before.
  public static final int FORMAT = 2;

  /// The format stands in the file twice, so that a flipped bit does not look like a newer one: in
  /// `user_version`, and behind this mark in `application_id`.
  private static final int MARK = 0x50440000;

  /// What is in them is said at [io.pingdeck.history.days.SampleTables] and
  /// [io.pingdeck.history.days.RollupTables]. Chunks and rollups stand in the order of time, so
  /// that packing a minute appends to them.
  private static final String[] SAMPLES = {
    "CREATE TABLE journal (id INTEGER PRIMARY KEY, minute BIGINT NOT NULL, crc BIGINT NOT NULL,"
        + " blocks BLOB NOT NULL)",
    "CREATE TABLE chunk (minute BIGINT NOT NULL, ping BIGINT NOT NULL, samples BIGINT NOT NULL,"
        + " tens_crc BIGINT NOT NULL, tens BLOB NOT NULL, block_crc BIGINT NOT NULL, block BLOB NOT"
        + " NULL,"
        + " PRIMARY KEY (minute, ping)) WITHOUT ROWID",
    "CREATE TABLE gap (id INTEGER PRIMARY KEY, from_nanos BIGINT NOT NULL, to_nanos BIGINT NOT"
        + " NULL, samples BIGINT NOT NULL, reason TEXT NOT NULL)"
  };

  private static final String[] ROLLUPS = {
    "CREATE TABLE minutes (time BIGINT NOT NULL, ping BIGINT NOT NULL, crc BIGINT NOT NULL,"
        + " rollup BLOB NOT NULL, PRIMARY KEY (time, ping)) WITHOUT ROWID",
    "CREATE TABLE hours (time BIGINT NOT NULL, ping BIGINT NOT NULL, crc BIGINT NOT NULL,"
        + " rollup BLOB NOT NULL, PRIMARY KEY (time, ping)) WITHOUT ROWID"
  };

  private static final int BUSY_MILLIS = 5000;

  /// A damaged place in the log takes with it all that was committed after it: so the log is taken
  /// over into the file often, by its length here and by time in
  /// [io.pingdeck.history.days.DayWriters]. At most once a commit, hence about once a second.
  private static final int CHECKPOINT_PAGES = 64;

  private Sqlite() {}

  /// The statements that make the tables of a day file.
  public static String[] schema(Kind kind) {
    return switch (kind) {
      case SAMPLES -> SAMPLES.clone();
      case ROLLUPS -> ROLLUPS.clone();
    };
  }

  /// Opens a file for writing; a new file gets the tables, and an older one becomes one of ours.
  ///
  /// @param schema the statements that make the tables
  /// @throws FormatException if a newer version of the program wrote the file
  public static Connection openForWriting(Path file, String... schema) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    makePrivate(file);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
      connection.setAutoCommit(false);
      int format = format(statement, file);
      if (format == 0) {
        for (String table : schema) {
          statement.execute(table);
        }
      }
      if (format < FORMAT) {
        statement.execute("PRAGMA user_version = " + FORMAT);
        statement.execute("PRAGMA application_id = " + (MARK | FORMAT));
      }
      connection.commit();
      return connection;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /// SQLite gives a file's companions the file's own permissions.
  private static void makePrivate(Path file) {
    try {
      PrivateFiles.createFile(file);
    } catch (IOException e) {
      // SQLite meets the same obstacle and says so.
    }
  }

  /// Opens an existing file for reading beside its writer.
  ///
  /// @return empty if its writer has only just begun it
  public static Optional<Connection> openForReading(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(BUSY_MILLIS);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      if (format(statement, file) > 0) {
        // What one answer reads, it reads as of one instant: a minute that is being packed is
        // either still in the journal or packed already.
        connection.setAutoCommit(false);
        return Optional.of(connection);
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private static int format(Statement statement, Path file) throws SQLException {
    int format = number(statement, "PRAGMA user_version");
    if (isOtherFormat(format, number(statement, "PRAGMA application_id"))) {
      throw new FormatException(
          file
              + " has format "
              + format
              + ", this version of Pingdeck writes format "
              + FORMAT
              + ": use the newer version, or another directory (data.dir)");
    }
    return format;
  }

  /// Whether both places agree on a format that is not ours.
  static boolean isOtherFormat(int userVersion, int applicationId) {
    return userVersion > FORMAT && agree(userVersion, applicationId);
  }

  /// Whether both places name the same format, ours or another.
  static boolean agree(int userVersion, int applicationId) {
    return userVersion > 0 && applicationId == (MARK | userVersion);
  }

  private static int number(Statement statement, String pragma) throws SQLException {
    try (ResultSet rows = statement.executeQuery(pragma)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  /// A file as the place of one day.
  record Day(Connection connection) implements DayConnection {
    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
      return connection.prepareStatement(sql.replace("$", ""));
    }

    @Override
    public void commit() throws SQLException {
      connection.commit();
    }

    /// Empties the log as well: frames that are in the file already must not come before others
    /// that are not.
    @Override
    public void checkpoint() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        // A transaction, also one that only reads, would be in the way.
        connection.setAutoCommit(true);
        statement.execute("PRAGMA busy_timeout = 0"); // samples do not wait for readers
        try {
          statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } finally {
          statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
        }
      } finally {
        connection.setAutoCommit(false);
      }
    }

    @Override
    public void rollback() throws SQLException {
      connection.rollback();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /// A file of a newer format. Nothing here may touch it.
  static final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FormatException(String message) {
      super(message);
    }
  }

  /// Whether the file is damaged, as opposed to not readable or writable just now.
  public static boolean isDamage(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code(e) == SQLiteErrorCode.SQLITE_NOTADB.code
        || code(e) == SQLiteErrorCode.SQLITE_ERROR.code; // a table is missing
  }

  /// What happened, in words for a person.
  public static IOException describe(Path file, SQLException e) {
    int code = code(e);
    String what;
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      what = "the disk is full";
    } else if (code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      what = Files.isWritable(file.getParent()) ? "it cannot be opened" : "the disk is read-only";
    } else if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
      what = "input/output error";
    } else {
      what = isDamage(e) ? "the file is damaged" : String.valueOf(e.getMessage());
    }
    return new IOException("cannot write " + file + ": " + what, e);
  }

  public static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // The failure that made us close it is the one that is reported.
    }
  }

  /// The primary result code; the extended ones say the same in more detail.
  private static int code(SQLException e) {
    return e.getErrorCode() & 0xff;
  }
}
