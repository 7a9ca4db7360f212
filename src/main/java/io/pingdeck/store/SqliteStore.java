package io.pingdeck.store;

import static java.util.Objects.requireNonNull;

import io.pingdeck.probe.SampleBatch;
import io.pingdeck.store.DayFile.Kind;
import io.pingdeck.store.DayWriters.Open;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Samples in SQLite files, one for each UTC day and one for its rollups.
///
/// A call of [#append(List)] is one transaction in the journal of each day it touches. A few
/// seconds after a minute is over it is packed, see [MinutePacker]; an hour is added up from its
/// minutes.
public final class SqliteStore implements SampleStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long RETENTION_NANOS = 60 * SECOND;

  private final DataDirectory directory;
  private final DirectoryLock lock;
  private final Damage damage;
  private final Retention retention;
  private final DayWriters<SampleTables> samples;
  private final Packing packing;
  private final Growth growth;
  private long lastRetention;

  private SqliteStore(
      DataDirectory directory, DirectoryLock lock, Damage damage, HistoryLimits limits) {
    this.directory = directory;
    this.lock = lock;
    this.damage = damage;
    retention = new Retention(directory, limits);
    samples =
        new DayWriters<>(
            directory,
            Kind.SAMPLES,
            (path, file) ->
                new SampleTables(
                    Sqlite.openForWriting(path, SampleTables.SCHEMA), file.name(), damage));
    packing = new Packing(directory, samples, damage);
    growth = new Growth(directory, limits.maxBytes());
  }

  /// Opens the history in a directory, which is made if it is not there.
  ///
  /// @throws IOException if it cannot be written, or if another process has it
  /// @throws RuntimeException if a newer version of the program wrote it
  public static SqliteStore open(Path path, HistoryLimits limits) throws IOException {
    requireNonNull(limits, "limits");
    DirectoryLock lock = lock(path);
    SqliteStore store = new SqliteStore(new DataDirectory(path), lock, new Damage(), limits);
    try {
      store.mend(Kind.SAMPLES, SampleTables.SCHEMA);
      store.mend(Kind.ROLLUPS, RollupTables.SCHEMA);
      store.packing.findLeftovers();
      return store;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static DirectoryLock lock(Path path) throws IOException {
    try {
      Files.createDirectories(path);
      return DirectoryLock.take(path);
    } catch (AccessDeniedException e) {
      throw new IOException(path + " cannot be written: no permission", e);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(path + " is not a directory", e);
    } catch (FileSystemException e) {
      throw new IOException(path + " cannot be written: " + reason(e), e);
    }
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? "the disk refuses it" : e.getReason();
  }

  private void mend(Kind kind, String... schema) throws IOException {
    FirstPage firstPage = FirstPage.of(schema);
    for (DayFile file : directory.files(kind)) {
      if (firstPage.mend(directory.path(file))) {
        damage.found(file.name(), "the first page, which has been mended");
      }
    }
  }

  /// A reader of the same files, for another thread.
  public HistoryReader reader() {
    return new HistoryReader(directory, damage);
  }

  @Override
  public void append(List<SampleBatch> batches) throws IOException {
    Map<LocalDate, Journal> days = new HashMap<>();
    for (SampleBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        long minute = DayFile.minute(batch.sentEpochNanos()[i]);
        days.computeIfAbsent(DayFile.day(minute), day -> new Journal()).add(minute, batch, i);
      }
    }
    for (Map.Entry<LocalDate, Journal> day : days.entrySet()) {
      Open<SampleTables> file = samples.of(day.getKey());
      try {
        day.getValue().write(file.tables());
        file.tables().commit();
      } catch (SQLException e) {
        throw samples.failed(file, e);
      }
    }
  }

  @Override
  public void append(Gap gap) throws IOException {
    Open<SampleTables> file = samples.of(DayFile.day(DayFile.minute(gap.toEpochNanos())));
    try {
      file.tables().addGap(gap);
      file.tables().commit();
    } catch (SQLException e) {
      throw samples.failed(file, e);
    }
  }

  @Override
  public void maintain(long nowEpochNanos) throws IOException {
    // Before packing: where the disk is full this makes room.
    if (nowEpochNanos - lastRetention >= RETENTION_NANOS || nowEpochNanos < lastRetention) {
      lastRetention = nowEpochNanos;
      for (LocalDate day : retention.apply()) {
        LOG.info("history: {} deleted to keep within the limits", day);
        packing.forget(day);
      }
    }
    growth.measure(nowEpochNanos);
    packing.advance(nowEpochNanos);
  }

  @Override
  public StoreSize size() {
    return growth.size();
  }

  @Override
  public long damaged() {
    return damage.blocks();
  }

  @Override
  public void close() {
    packing.close();
    samples.close();
    Sqlite.closeQuietly(lock);
  }
}
