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

/// Where the days are kept and how their tables are reached: in files of SQLite, see
/// [io.pingdeck.history.sqlite.DataDirectory], or as partitions on a server, see
/// [io.pingdeck.history.postgres.PostgresStorage]. What is in the tables is the same.
public interface DayStorage extends AutoCloseable {
  /// Every day of a kind, oldest first.
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

  /// Where a day begins, or goes on after a write failed.
  DayFile nextSegment(Kind kind, LocalDate day) throws IOException;

  void delete(DayFile file) throws IOException;

  /// What a day takes on the disk.
  long bytes(DayFile file) throws IOException;

  /// What everything takes on the disk.
  long bytes() throws IOException;

  /// What the disk has left; [Long#MAX_VALUE] if nobody here can tell.
  long freeBytes() throws IOException;

  /// Makes the tables if they are not there.
  DayConnection openForWriting(DayFile file) throws SQLException;

  /// Beside the writer.
  ///
  /// @return empty if the writer has only just begun it
  Optional<DayConnection> openForReading(DayFile file) throws SQLException;

  /// Whether each open day has a transaction of its own, so that what is changed in one may wait
  /// for its commit while others are committed. If not, a turn's changes of all days are committed
  /// together.
  boolean hasTransactionPerDay();

  /// What happened, in words for a person.
  IOException describe(DayFile file, SQLException e);

  /// Where a failed reading says nothing about what is kept, because it may be read at another
  /// time, nothing more is read now. After any other failure the rest is.
  ///
  /// @throws java.io.UncheckedIOException with what happened, in words for a person
  void rethrowIfUnreachable(Exception e);

  /// The writer has nothing more to do for now: what it has only read is let go of.
  void endTurn();

  /// The same days, for a reader on another thread, which closes it.
  DayStorage forReader();

  @Override
  void close();
}
