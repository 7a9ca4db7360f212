package io.pingdeck.history.days;

import io.pingdeck.history.days.DayWriters.Open;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Packs completed minutes and aggregates completed hours, in small steps, so that new samples are
/// not delayed for long.
final class Compactor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTES_PER_HOUR = 60;

  /// Time for the outcomes of a minute's last probes. Later outcomes cause the minute to be packed
  /// again, so it is packed at most this often.
  private static final long PAUSE_NANOS = 5 * SECOND;

  /// Minimum number of pings per step; new samples are written between steps.
  private static final int PINGS_A_TURN = 5_000;

  private static final long HOURS_PER_DAY = 24;

  /// Hours that may still be open from an earlier run.
  private static final long OLDEST_OPEN_HOURS = 48;

  private final DayStorage storage;
  private final DayWriters<SampleTables> samples;
  private final DayWriters<RollupTables> rollups;
  private final CorruptionLog damage;
  private final Deque<DayFile> leftovers = new ArrayDeque<>();
  private boolean knowsLeftovers;
  private long restingSince;
  private long nextHour = Long.MAX_VALUE;
  private boolean closesHours;
  private Optional<HourSum> unfinishedHour = Optional.empty();
  private Optional<Minute> unfinishedMinute = Optional.empty();

  Compactor(DayStorage storage, DayWriters<SampleTables> samples, CorruptionLog damage) {
    this.storage = storage;
    this.samples = samples;
    this.damage = damage;
    rollups =
        new DayWriters<>(
            storage,
            Kind.ROLLUPS,
            (connection, file) -> new RollupTables(connection, file.name(), damage));
  }

  /// Finds, once, the files that an earlier run left with a journal.
  ///
  /// @throws io.pingdeck.disk.NewerFormatException if a newer version of the program wrote the
  ///   files
  void findLeftovers() throws IOException {
    if (knowsLeftovers) {
      return;
    }
    for (DayFile file : storage.files(Kind.SAMPLES)) {
      try (DaySamples samplesOfFile = DaySamples.open(storage, List.of(file), damage)) {
        if (!samplesOfFile.fresh(Long.MIN_VALUE, Long.MAX_VALUE).isEmpty()) {
          leftovers.add(file);
        }
      }
    }
    List<DayFile> files = storage.files(Kind.ROLLUPS);
    if (!files.isEmpty()) {
      DayRollups.open(storage, List.of(files.getLast()), damage).close();
    }
    knowsLeftovers = true;
  }

  /// Performs the next step, if there is one.
  void advance(long nowEpochNanos) throws IOException {
    if (nowEpochNanos >= restingSince && nowEpochNanos - restingSince < PAUSE_NANOS) {
      return;
    }
    if (!goOnWithHour()
        && !goOnWithMinute()
        && !packLeftover()
        && !packMinute(nowEpochNanos)
        && !closeHour(nowEpochNanos)) {
      closeIdle(nowEpochNanos);
      restingSince = nowEpochNanos;
    }
  }

  /// Checkpoints the logs of the rollups, if there are no uncommitted changes.
  void checkpoint() {
    if (unfinishedHour.isEmpty()) {
      rollups.checkpoint();
    }
  }

  /// Call when the files of this day have been deleted.
  void forget(LocalDate day) {
    leftovers.removeIf(file -> file.day().equals(day));
    unfinishedMinute = unfinishedMinute.filter(minute -> !minute.file.day().equals(day));
    unfinishedHour = unfinishedHour.filter(hour -> !hour.file().file().day().equals(day));
    samples.close(day);
    rollups.close(day);
  }

  @Override
  public void close() {
    rollups.close();
  }

  private boolean packLeftover() {
    DayFile file = leftovers.peek();
    if (file == null) {
      return false;
    }
    try (SampleTables tables =
        new SampleTables(storage.openForWriting(file), file.name(), damage)) {
      for (long minute : tables.journalMinutes()) {
        pack(new Minute(file, tables, minute), Integer.MAX_VALUE);
      }
    } catch (SQLException | IOException e) {
      storage.rethrowIfUnreachable(e);
      // The file stays as it is: its journal can still be read.
      LOG.warn("history: {} is not packed: {}", file.name(), e.getMessage());
    }
    leftovers.remove(file);
    return true;
  }

  private boolean packMinute(long nowEpochNanos) throws IOException {
    for (Open<SampleTables> file : samples.all().values()) {
      try {
        OptionalLong minute =
            file.tables().journalMinutes().stream()
                .mapToLong(m -> m)
                .filter(m -> isOver(m, nowEpochNanos))
                .findFirst();
        if (minute.isPresent()) {
          unfinishedMinute =
              Optional.of(new Minute(file.file(), file.tables(), minute.getAsLong()));
          return goOnWithMinute();
        }
      } catch (SQLException e) {
        throw samples.failed(file, e);
      }
    }
    return false;
  }

  /// A minute far in the future was recorded while the clock was wrong.
  private static boolean isOver(long minute, long nowEpochNanos) {
    return minute < DayFile.minute(nowEpochNanos - PAUSE_NANOS)
        || minute > DayFile.minute(nowEpochNanos) + 1;
  }

  private boolean goOnWithMinute() throws IOException {
    if (unfinishedMinute.isEmpty()) {
      return false;
    }
    Minute minute = unfinishedMinute.get();
    unfinishedMinute = Optional.empty();
    Open<SampleTables> file = samples.all().get(minute.file.day());
    if (file == null || file.tables() != minute.tables) {
      return false; // closed in the meantime
    }
    try {
      if (!pack(minute, PINGS_A_TURN)) {
        unfinishedMinute = Optional.of(minute);
      }
      return true;
    } catch (SQLException e) {
      throw samples.failed(file, e);
    }
  }

  /// A minute that is being packed.
  private static final class Minute {
    private final DayFile file;
    private final SampleTables tables;
    private final MinutePacker packer;
    private final long hour;

    Minute(DayFile file, SampleTables tables, long minute) throws SQLException {
      this.file = file;
      this.tables = tables;
      packer = new MinutePacker(tables, minute);
      hour = Math.floorDiv(minute, MINUTES_PER_HOUR);
    }
  }

  /// @return whether the minute is completely packed
  private boolean pack(Minute minute, int pings) throws SQLException, IOException {
    DayFile file = minute.file;
    List<DayFile> others =
        storage.files(Kind.SAMPLES, file.day()).stream().filter(f -> !f.equals(file)).toList();
    Open<RollupTables> into = rollups.of(file.day());
    boolean hasMore = true;
    try (DaySamples rest = DaySamples.open(storage, others, damage)) {
      int done = 0;
      while (hasMore && done < pings) {
        int read = minute.packer.read();
        done += read;
        hasMore = read > 0;
        if (hasMore) {
          rollUp(into, tables -> minute.packer.writeRollups(tables, rest));
          minute.packer.writeChunks();
        }
      }
      if (storage.hasTransactionPerDay()) {
        rollUp(into, RollupTables::commit);
      }
    } catch (IOException e) {
      minute.tables.rollback(); // no chunk without its rollup
      throw e;
    }
    if (hasMore) {
      minute.tables.commit();
      return false;
    }
    minute.packer.end();
    nextHour = Math.min(nextHour, minute.hour);
    return true;
  }

  /// A change of rollups. If it fails, their day continues in a new segment.
  private interface RollupChange {
    void in(RollupTables tables) throws SQLException;
  }

  private void rollUp(Open<RollupTables> into, RollupChange change) throws IOException {
    try {
      change.in(into.tables());
    } catch (SQLException e) {
      throw rollups.failed(into, e);
    }
  }

  private boolean closeHour(long nowEpochNanos) throws IOException {
    long now = DayFile.minute(nowEpochNanos - 2 * PAUSE_NANOS) / MINUTES_PER_HOUR;
    if (!closesHours) {
      closesHours = true;
      nextHour = Math.min(nextHour, now - OLDEST_OPEN_HOURS);
    }
    while (nextHour < now) {
      LocalDate day = DayFile.day(nextHour * MINUTES_PER_HOUR);
      if (storage.files(Kind.ROLLUPS, day).isEmpty()) {
        nextHour = day.plusDays(1).toEpochDay() * HOURS_PER_DAY;
      } else if (closeHour(rollups.of(day), nextHour++)) {
        return true;
      }
    }
    return false;
  }

  private boolean closeHour(Open<RollupTables> file, long hour) throws IOException {
    try {
      if (!file.tables().hasMinutes(hour) || file.tables().isClosed(hour)) {
        return false;
      }
      unfinishedHour = Optional.of(new HourSum(file, hour));
      return goOnWithHour();
    } catch (SQLException e) {
      nextHour = hour;
      throw rollups.failed(file, e);
    }
  }

  private boolean goOnWithHour() throws IOException {
    if (unfinishedHour.isEmpty()) {
      return false;
    }
    HourSum hour = unfinishedHour.get();
    unfinishedHour = Optional.empty();
    try {
      boolean complete = hour.addSome();
      while (!complete && !storage.hasTransactionPerDay()) {
        complete = hour.addSome();
      }
      if (!complete) {
        unfinishedHour = Optional.of(hour);
      }
      return true;
    } catch (SQLException e) {
      nextHour = hour.hour();
      throw rollups.failed(hour.file(), e);
    }
  }

  private void closeIdle(long nowEpochNanos) throws IOException {
    LocalDate today = DayFile.day(DayFile.minute(nowEpochNanos));
    for (Open<SampleTables> file : samples.all().values()) {
      try {
        if (!file.file().day().equals(today) && file.tables().journalMinutes().isEmpty()) {
          samples.close(file.file().day());
        }
      } catch (SQLException e) {
        throw samples.failed(file, e);
      }
    }
    rollups.closeIf(file -> !file.day().equals(today));
  }
}
