package io.pingdeck.history.days;

import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.DayConnection;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The days of one kind that are open for writing.
///
/// A file is never written again after a failed write: it is unknown which of its pages reached the
/// disk, and the next write might depend on one that did not. The day continues in a new segment. A
/// database server guarantees consistency itself, so there the same tables are reopened.
public final class DayWriters<T extends AutoCloseable> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DayWriters.class);

  /// Opens the tables of a connection.
  @FunctionalInterface
  interface Opener<T> {
    T open(DayConnection connection, DayFile file);
  }

  record Open<T>(DayFile file, T tables, DayConnection connection) {}

  private final DayStorage storage;
  private final Kind kind;
  private final Opener<T> opener;
  private final NavigableMap<LocalDate, Open<T>> open = new TreeMap<>();
  private final Set<LocalDate> failed = new HashSet<>();

  DayWriters(DayStorage storage, Kind kind, Opener<T> opener) {
    this.storage = storage;
    this.kind = kind;
    this.opener = opener;
  }

  Open<T> of(LocalDate day) throws IOException {
    Open<T> known = open.get(day);
    if (known != null) {
      return known;
    }
    List<DayFile> segments = storage.files(kind, day);
    if (!segments.isEmpty() && !failed.contains(day)) {
      try {
        return open(segments.getLast());
      } catch (SQLException e) {
        LOG.warn("history: {} cannot be continued: {}", day, e.getMessage());
      }
    }
    DayFile next = storage.nextSegment(kind, day);
    try {
      return open(next);
    } catch (SQLException e) {
      failed.add(day);
      throw storage.describe(next, e);
    }
  }

  private Open<T> open(DayFile file) throws SQLException {
    DayConnection connection = storage.openForWriting(file);
    Open<T> opened = new Open<>(file, opener.open(connection, file), connection);
    open.put(file.day(), opened);
    failed.remove(file.day());
    return opened;
  }

  /// Closes a file after a failure, and describes the error.
  IOException failed(Open<T> file, SQLException e) {
    failed.add(file.file().day());
    close(file.file().day());
    return storage.describe(file.file(), e);
  }

  /// The open days, oldest first.
  Map<LocalDate, Open<T>> all() {
    return new TreeMap<>(open);
  }

  /// Checkpoints the logs of all open days. There must be no uncommitted changes.
  void checkpoint() {
    for (Open<T> file : open.values()) {
      try {
        file.connection().checkpoint();
      } catch (SQLException e) {
        // Committed data is safe in the log. If the disk fails, the next commit reports it.
        LOG.warn("history: the log of {} stays as it is: {}", file.file().name(), e.getMessage());
      }
    }
  }

  void close(LocalDate day) {
    Open<T> closed = open.remove(day);
    if (closed != null) {
      Sqlite.closeQuietly(closed.tables());
    }
  }

  void closeIf(Predicate<DayFile> isDone) {
    all().values().stream().map(Open::file).filter(isDone).forEach(file -> close(file.day()));
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
