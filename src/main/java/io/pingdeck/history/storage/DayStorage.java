package io.pingdeck.history.storage;

import io.pingdeck.history.storage.DayFile.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Stores days and gives access to their tables: as SQLite files, see
/// [io.pingdeck.history.sqlite.DataDirectory], or as partitions on a server, see
/// [io.pingdeck.history.postgres.PostgresStorage]. The tables have the same content.
public interface DayStorage extends AutoCloseable {
  /// All days of a kind, oldest first.
  List<DayFile> files(Kind kind) throws IOException;

  /// The segments of each day, oldest first.
  default NavigableMap<LocalDate, List<DayFile>> days(Kind kind) throws IOException {
    return files(kind).stream()
        .collect(Collectors.groupingBy(DayFile::day, TreeMap::new, Collectors.toList()));
  }

  /// The segments of one day, oldest first.
  default List<DayFile> files(Kind kind, LocalDate day) throws IOException {
    return files(kind).stream().filter(file -> file.day().equals(day)).toList();
  }

  /// The segment in which a day starts, or continues after a failed write.
  DayFile nextSegment(Kind kind, LocalDate day) throws IOException;

  void delete(DayFile file) throws IOException;

  /// Size of a day on the disk, in bytes.
  long bytes(DayFile file) throws IOException;

  /// Total size on the disk, in bytes.
  long bytes() throws IOException;

  /// Free disk space in bytes; [Long#MAX_VALUE] if unknown.
  long freeBytes() throws IOException;

  /// Creates the tables if they do not exist.
  DayConnection openForWriting(DayFile file) throws SQLException;

  /// Opens a file that the writer may be using.
  ///
  /// @return empty if the writer has only just created it
  Optional<DayConnection> openForReading(DayFile file) throws SQLException;

  /// Whether each open day has its own transaction, so that changes of one day can stay uncommitted
  /// while others are committed. If not, the changes of all days in a turn are committed together.
  boolean hasTransactionPerDay();

  /// Describes an error for the user.
  IOException describe(DayFile file, SQLException e);

  /// Throws if a failed read says nothing about the stored data because the storage is unreachable.
  /// The caller then stops reading. After any other failure, it reads the rest.
  ///
  /// @throws java.io.UncheckedIOException with a description for the user
  void rethrowIfUnreachable(Exception e);

  /// Call when the writer has finished its work for now. Releases read-only transactions.
  void endTurn();

  /// The same days, for a reader on another thread, which must close it.
  DayStorage forReader();

  @Override
  void close();
}
