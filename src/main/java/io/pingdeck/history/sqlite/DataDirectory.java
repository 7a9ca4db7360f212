package io.pingdeck.history.sqlite;

import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayConnection;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The directory of the history, with SQLite files in it. While a day file is being written, it has
/// up to two companions, `-wal` and `-shm`, which belong to it.
public final class DataDirectory implements DayStorage {
  private final Path directory;
  private final AutoCloseable held;

  /// For reading, while another process may write.
  public DataDirectory(Path directory) {
    this(directory, () -> {});
  }

  private DataDirectory(Path directory, AutoCloseable held) {
    this.directory = directory;
    this.held = held;
  }

  /// Locks a directory for this process and repairs what can be repaired in it. Creates it if
  /// missing.
  ///
  /// @throws IOException if the directory cannot be written, or another process uses it
  public static DataDirectory take(Path path, CorruptionLog damage) throws IOException {
    HistoryFolder folder = new HistoryFolder(path);
    try {
      return of(folder, folder, damage);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /// The same with a folder that the caller closes.
  ///
  /// @param held closed together with this directory
  public static DataDirectory of(HistoryFolder folder, AutoCloseable held, CorruptionLog damage)
      throws IOException {
    folder.take();
    DataDirectory directory = new DataDirectory(folder.path(), held);
    for (Kind kind : Kind.values()) {
      for (DayFile file : directory.files(kind)) {
        Sqlite.checkFormat(directory.path(file));
      }
    }
    for (Kind kind : Kind.values()) {
      directory.mend(kind, damage);
    }
    return directory;
  }

  private void mend(Kind kind, CorruptionLog damage) throws IOException {
    SqliteHeaderRepair firstPage = SqliteHeaderRepair.of(kind);
    for (DayFile file : files(kind)) {
      long lost = WriteAheadLog.lostCommits(path(file));
      if (lost > 0) {
        damage.found(file.name() + "-wal", lost + " commits, of a second's samples each, are lost");
      }
      if (firstPage.mend(path(file))) {
        damage.found(file.name(), "the first page, which has been mended");
      }
    }
  }

  public Path path() {
    return directory;
  }

  public Path path(DayFile file) {
    return directory.resolve(file.name());
  }

  @Override
  public List<DayFile> files(Kind kind) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .flatMap(path -> DayFile.of(path).stream())
          .filter(file -> file.kind() == kind)
          .sorted()
          .toList();
    }
  }

  /// A segment that does not exist yet: a file is never written again after a failure.
  @Override
  public DayFile nextSegment(Kind kind, LocalDate day) throws IOException {
    List<DayFile> files = files(kind, day);
    return new DayFile(kind, day, files.isEmpty() ? 0 : files.getLast().segment() + 1);
  }

  @Override
  public void delete(DayFile file) throws IOException {
    // Delete the companions first: a database without its log is intact up to the last checkpoint,
    // a log without its database is useless.
    Files.deleteIfExists(directory.resolve(file.name() + "-wal"));
    Files.deleteIfExists(directory.resolve(file.name() + "-shm"));
    Files.deleteIfExists(directory.resolve(file.name() + ".page1"));
    Files.deleteIfExists(path(file));
  }

  @Override
  public long bytes(DayFile file) throws IOException {
    return size(path(file)) + size(directory.resolve(file.name() + "-wal"));
  }

  @Override
  public long bytes() throws IOException {
    long sum = 0;
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        sum += size(path);
      }
    }
    return sum;
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /// Deletes a new file that could not be initialised.
  @Override
  public DayConnection openForWriting(DayFile file) throws SQLException {
    boolean isNew = Files.notExists(path(file));
    try {
      return new Sqlite.Day(Sqlite.openForWriting(path(file), Sqlite.schema(file.kind())));
    } catch (SQLException e) {
      if (isNew) {
        deleteAfter(e, file);
      }
      throw e;
    }
  }

  private void deleteAfter(SQLException failure, DayFile file) {
    try {
      delete(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public boolean hasTransactionPerDay() {
    return true;
  }

  @Override
  public Optional<DayConnection> openForReading(DayFile file) throws SQLException {
    return Sqlite.openForReading(path(file)).map(Sqlite.Day::new);
  }

  @Override
  public IOException describe(DayFile file, SQLException e) {
    return Sqlite.describe(path(file), e);
  }

  /// A file that exists and cannot be read is damaged, so the caller reads the rest.
  @Override
  public void rethrowIfUnreachable(Exception e) {}

  @Override
  public void endTurn() {}

  @Override
  public DayStorage forReader() {
    return new DataDirectory(directory);
  }

  @Override
  public void close() {
    Sqlite.closeQuietly(held);
  }

  private static long size(Path path) throws IOException {
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
