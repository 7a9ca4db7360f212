package io.pingdeck.history.sqlite;

import static java.nio.file.StandardOpenOption.READ;

import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.history.storage.DayConnection;
import io.pingdeck.history.storage.DayFile.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/// Opens SQLite files with uniform settings: write-ahead log, and every commit is on the disk
/// before it returns.
public final class Sqlite {
  /// Increased with every change of the tables or of the encoding. Formats 1 and 2 are still read:
  /// format 2 adds the replies of probes and new outcomes, format 3 how a connection was reset and
  /// when a probe was decided after its timeout.
  public static final int FORMAT = 3;

  /// The format is stored twice, so that a flipped bit does not look like a newer format: in
  /// `user_version`, and after this mark in `application_id`.
  private static final int MARK = 0x50440000;

  /// For the content see [io.pingdeck.history.days.SampleTables] and
  /// [io.pingdeck.history.days.RollupTables]. Chunks and rollups are ordered by time, so that
  /// packing a minute appends to them.
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

  /// Length of the header, and positions in it: "Database File Format" of SQLite, section 1.3.
  private static final int HEADER_BYTES = 100;

  private static final int USER_VERSION = 60;
  private static final int APPLICATION_ID = 68;

  private static final int BUSY_MILLIS = 5000;

  /// Damage in the log also loses everything committed after it. The log is therefore checkpointed
  /// often: by its length here, and by time in [io.pingdeck.history.days.DayWriters]. At most once
  /// per commit, which is about once a second.
  private static final int CHECKPOINT_PAGES = 64;

  private Sqlite() {}

  /// The statements that create the tables of a day file.
  public static String[] schema(Kind kind) {
    return switch (kind) {
      case SAMPLES -> SAMPLES.clone();
      case ROLLUPS -> ROLLUPS.clone();
    };
  }

  /// Opens a file for writing. Creates the tables in a new file, and upgrades a file of an older
  /// format.
  ///
  /// @param schema statements that create the tables
  /// @throws NewerFormatException if a newer version of the program wrote the file
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
      upgrade(statement, format(statement, file), schema);
      connection.commit();
      return connection;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private static void upgrade(Statement statement, int format, String... schema)
      throws SQLException {
    if (format == 0) {
      for (String table : schema) {
        statement.execute(table);
      }
    }
    if (format < FORMAT) {
      statement.execute("PRAGMA user_version = " + FORMAT);
      statement.execute("PRAGMA application_id = " + (MARK | FORMAT));
    }
  }

  /// The bytes of a new, empty file, except that its journal mode is the default. Uses no disk.
  static byte[] emptyFile(Kind kind) throws SQLException {
    try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      upgrade(statement, 0, schema(kind));
      return connection.unwrap(SQLiteConnection.class).serialize("main");
    }
  }

  /// SQLite gives companion files the permissions of the database file.
  private static void makePrivate(Path file) {
    try {
      PrivateFiles.createFile(file);
    } catch (IOException e) {
      // SQLite encounters and reports the same problem.
    }
  }

  /// Opens an existing file for reading while the writer may use it.
  ///
  /// @return empty if the writer has only just created it
  public static Optional<Connection> openForReading(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(BUSY_MILLIS);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      if (format(statement, file) > 0) {
        // A query reads a single snapshot, so that a minute being packed is either still in the
        // journal or already packed.
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
      throw NewerFormatException.of(file, format, FORMAT);
    }
    return format;
  }

  /// Refuses a file of a newer format without changing it. A file that cannot be read is not
  /// refused.
  ///
  /// @throws NewerFormatException if a newer version of the program wrote it
  static void checkFormat(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    try (FileChannel channel = FileChannel.open(file, READ)) {
      channel.read(header, 0);
    }
    int format = header.getInt(USER_VERSION);
    if (isOtherFormat(format, header.getInt(APPLICATION_ID))) {
      throw NewerFormatException.of(file, format, FORMAT);
    }
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (Files.exists(log) && Files.size(log) > 0) { // it may have a newer header
      try {
        openForReading(file).ifPresent(Sqlite::closeQuietly);
      } catch (SQLException e) {
        // Damage is found and counted when the file is used.
      }
    }
  }

  /// Whether both places agree on a newer format.
  static boolean isOtherFormat(int userVersion, int applicationId) {
    return userVersion > FORMAT && agree(userVersion, applicationId);
  }

  /// Whether both places agree on a format, ours or another.
  static boolean agree(int userVersion, int applicationId) {
    return userVersion > 0 && applicationId == (MARK | userVersion);
  }

  private static int number(Statement statement, String pragma) throws SQLException {
    try (ResultSet rows = statement.executeQuery(pragma)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  /// A file as the storage of one day.
  record Day(Connection connection) implements DayConnection {
    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
      return connection.prepareStatement(sql.replace("$", ""));
    }

    @Override
    public void commit() throws SQLException {
      connection.commit();
    }

    /// Also truncates the log: frames that are already in the file must not precede frames that are
    /// not.
    @Override
    public void checkpoint() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        // An open transaction, even a read-only one, would prevent the checkpoint.
        connection.setAutoCommit(true);
        statement.execute("PRAGMA busy_timeout = 0"); // writing samples must not wait for readers
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

  /// Whether the file is damaged, rather than temporarily inaccessible.
  public static boolean isDamage(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code(e) == SQLiteErrorCode.SQLITE_NOTADB.code
        || code(e) == SQLiteErrorCode.SQLITE_ERROR.code; // a missing table
  }

  /// Describes the error for the user.
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
      // The earlier failure is the one to report.
    }
  }

  /// The primary result code, without the details of extended codes.
  private static int code(SQLException e) {
    return e.getErrorCode() & 0xff;
  }
}
