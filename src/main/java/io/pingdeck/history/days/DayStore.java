package io.pingdeck.history.days;

import static java.util.Objects.requireNonNull;

import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.history.codec.SpareColumns;
import io.pingdeck.history.days.DayWriters.Open;
import io.pingdeck.history.postgres.PostgresStorage;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.sqlite.HistoryFolder;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import io.pingdeck.history.storage.DiskUsage;
import io.pingdeck.history.storage.SampleStore;
import io.pingdeck.ping.sample.SampleBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores samples in a database, with separate tables for each UTC day and for its rollups.
///
/// A call of [#append(List)] is one transaction in the journal of each day it touches. A minute is
/// packed a few seconds after it is over, see [MinutePacker]; an hour is aggregated from its
/// minutes.
public final class DayStore implements SampleStore {
  private static final Logger LOG = LoggerFactory.getLogger(DayStore.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long RETENTION_NANOS = 60 * SECOND;

  /// Limits what a flipped bit in a log can destroy to the data of this time.
  private static final long CHECKPOINT_NANOS = 5 * SECOND;

  private final DayStorage storage;
  private final CorruptionLog damage;
  private final Retention retention;
  private final DayWriters<SampleTables> samples;
  private final Compactor packing;
  private final DiskUsage growth;
  private final SpareColumns spare = new SpareColumns();
  private long lastRetention;
  private long lastCheckpoint;

  DayStore(DayStorage storage, CorruptionLog damage, HistoryLimits limits) {
    this.storage = requireNonNull(storage, "storage");
    this.damage = damage;
    retention = new Retention(storage, limits);
    samples =
        new DayWriters<>(
            storage,
            Kind.SAMPLES,
            (connection, file) -> new SampleTables(connection, file.name(), damage));
    packing = new Compactor(storage, samples, damage);
    growth = new DiskUsage(storage, limits.maxBytes());
  }

  /// Opens the history in SQLite files in a directory, which is created if missing.
  ///
  /// @throws IOException if the directory cannot be written, or another process uses it
  /// @throws RuntimeException if a newer version of the program wrote it
  public static DayStore inFiles(Path path, HistoryLimits limits) throws IOException {
    CorruptionLog damage = new CorruptionLog();
    return ready(new DayStore(DataDirectory.take(path, damage), damage, limits));
  }

  /// The same in a folder that the caller closes.
  public static DayStore inFiles(HistoryFolder folder, CorruptionLog damage, HistoryLimits limits)
      throws IOException {
    DataDirectory directory = DataDirectory.of(folder, () -> {}, damage);
    return ready(new DayStore(directory, damage, limits));
  }

  private static DayStore ready(DayStore store) throws IOException {
    try {
      store.packing.findLeftovers();
      return store;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /// Opens the history on a server. The server need not be reachable: samples are buffered until it
  /// is.
  ///
  /// @param directory folder for the other files of the history
  /// @throws IOException if the directory cannot be written, or another process uses it
  public static DayStore onServer(HistoryServer server, Path directory, HistoryLimits limits)
      throws IOException {
    HistoryFolder folder = new HistoryFolder(directory);
    folder.take();
    return new DayStore(PostgresStorage.forWriting(server, folder), new CorruptionLog(), limits);
  }

  /// The same in a folder that the caller closes.
  public static DayStore onServer(
      HistoryServer server, HistoryFolder folder, CorruptionLog damage, HistoryLimits limits)
      throws IOException {
    folder.take();
    return new DayStore(PostgresStorage.forWriting(server, () -> {}), damage, limits);
  }

  DayStorage storage() {
    return storage;
  }

  /// A reader of the same days, for another thread.
  public HistoryReader reader() {
    return new HistoryReader(storage.forReader(), damage);
  }

  @Override
  public void append(List<SampleBatch> batches) throws IOException {
    Map<LocalDate, Journal> days = new HashMap<>();
    for (SampleBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        long minute = DayFile.minute(batch.sentEpochNanos()[i]);
        days.computeIfAbsent(DayFile.day(minute), day -> new Journal(spare)).add(minute, batch, i);
      }
    }
    for (Map.Entry<LocalDate, Journal> day : days.entrySet()) {
      Open<SampleTables> file = samples.of(day.getKey());
      try {
        day.getValue().write(file.tables());
        file.tables().commit();
        day.getValue().clear();
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
    try {
      // Before packing, because this frees space on a full disk.
      if (nowEpochNanos - lastRetention >= RETENTION_NANOS || nowEpochNanos < lastRetention) {
        for (LocalDate day : retention.apply()) {
          LOG.info("history: {} deleted to keep within the limits", day);
          packing.forget(day);
        }
        lastRetention = nowEpochNanos;
      }
      growth.measure(nowEpochNanos);
      packing.findLeftovers();
      packing.advance(nowEpochNanos);
      checkpoint(nowEpochNanos);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      storage.endTurn();
    }
  }

  private void checkpoint(long nowEpochNanos) {
    long since = nowEpochNanos - lastCheckpoint;
    if (since < CHECKPOINT_NANOS && since >= 0) {
      return;
    }
    lastCheckpoint = nowEpochNanos;
    samples.checkpoint();
    packing.checkpoint();
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
    storage.close();
  }
}
