package io.pingdeck.history.days;

import io.pingdeck.history.api.Gap;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.history.days.SampleTables.BlockVisitor;
import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayStorage;
import io.pingdeck.ping.sample.SampleColumns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads the samples of one day from all its segments, whether packed or still in the journal.
/// Damaged data is skipped and counted.
final class DaySamples implements AutoCloseable {
  private static final int TENS = 6;
  private static final long SLICE = 60;
  private static final long TEN_SECONDS = 10_000_000_000L;

  private final List<SampleTables> segments = new ArrayList<>();
  private final DayStorage storage;
  private final CorruptionLog damage;

  private DaySamples(DayStorage storage, CorruptionLog damage) {
    this.storage = storage;
    this.damage = damage;
  }

  static DaySamples open(DayStorage storage, List<DayFile> files, CorruptionLog damage) {
    DaySamples samples = new DaySamples(storage, damage);
    for (DayFile file : files) {
      try {
        storage
            .openForReading(file)
            .map(connection -> new SampleTables(connection, file.name(), damage))
            .ifPresent(samples.segments::add);
      } catch (SQLException e) {
        storage.rethrowIfUnreachable(e);
        damage.found(file.name(), e.getMessage());
      }
    }
    return samples;
  }

  /// A ping's samples sent in these minutes, ordered by sequence.
  SampleColumns samples(long ping, long firstMinute, long lastMinute) {
    SampleColumns all = new SampleColumns();
    for (SampleTables segment : segments) {
      span(
          firstMinute,
          lastMinute,
          (first, last) ->
              segment.readBlocks(
                  ping, first, last, (minute, block) -> SampleBlock.read(block, all)));
      for (long minute : journalMinutes(segment, firstMinute, lastMinute)) {
        span(minute, minute, (only, same) -> segment.readJournal(only, ofPing(ping, all)));
      }
    }
    return all.ordered();
  }

  private static BlockVisitor ofPing(long wanted, SampleColumns samples) {
    return (ping, block) -> {
      if (ping == wanted) {
        SampleBlock.read(block, samples);
      }
    };
  }

  /// A ping's ten-second rollups, keyed by tens of seconds since 1970 UTC.
  NavigableMap<Long, Rollup> tens(long ping, long firstMinute, long lastMinute) {
    NavigableMap<Long, Rollup> tens = new TreeMap<>();
    Set<Long> ready = new HashSet<>();
    NavigableSet<Long> open = new TreeSet<>(fresh(firstMinute, lastMinute));
    BlockVisitor visitor =
        (minute, rollups) -> {
          if (!rollups.hasMore() || !ready.add(minute)) {
            open.add(minute);
            return;
          }
          for (int i = 0; i < TENS; i++) {
            tens.put(minute * TENS + i, Rollup.read(rollups));
          }
        };
    for (SampleTables segment : segments) {
      span(firstMinute, lastMinute, (first, last) -> segment.readTens(ping, first, last, visitor));
    }
    while (!open.isEmpty()) {
      addUp(ping, open, tens);
    }
    return tens;
  }

  /// Aggregates the next of the minutes that have no stored ten-second rollups, or more than one
  /// set.
  private void addUp(long ping, NavigableSet<Long> open, NavigableMap<Long, Rollup> tens) {
    long first = open.first();
    NavigableSet<Long> slice = open.headSet(first + SLICE, false);
    NavigableMap<Long, Rollup> sums = tens(samples(ping, first, slice.last()));
    for (long minute : slice) {
      long time = minute * TENS;
      tens.subMap(time, true, time + TENS - 1, true).clear();
      tens.putAll(sums.subMap(time, true, time + TENS - 1, true));
    }
    slice.clear();
  }

  /// Aggregates samples by the ten seconds in which they were sent.
  static NavigableMap<Long, Rollup> tens(SampleColumns samples) {
    NavigableMap<Long, Rollup> tens = new TreeMap<>();
    for (int i = 0; i < samples.size; i++) {
      long time = Math.floorDiv(samples.sentEpochNanos[i], TEN_SECONDS);
      tens.computeIfAbsent(time, t -> new Rollup()).record(samples, i);
    }
    return tens;
  }

  /// The minutes with samples that are not packed yet and therefore in no rollup.
  Set<Long> fresh(long firstMinute, long lastMinute) {
    Set<Long> minutes = new TreeSet<>();
    for (SampleTables segment : segments) {
      minutes.addAll(journalMinutes(segment, firstMinute, lastMinute));
    }
    return minutes;
  }

  /// Number of packed samples of a ping in these minutes.
  long countPacked(long ping, long firstMinute, long lastMinute) {
    long[] sum = {0};
    for (SampleTables segment : segments) {
      span(
          firstMinute,
          lastMinute,
          (first, last) -> sum[0] += segment.countSamples(ping, first, last));
    }
    return sum[0];
  }

  List<Gap> gaps(long fromEpochNanos, long toEpochNanos) {
    List<Gap> gaps = new ArrayList<>();
    for (SampleTables segment : segments) {
      span(0, 0, (first, last) -> gaps.addAll(segment.gaps(fromEpochNanos, toEpochNanos)));
    }
    return gaps;
  }

  @Override
  public void close() {
    segments.forEach(Sqlite::closeQuietly);
  }

  private List<Long> journalMinutes(SampleTables segment, long first, long last) {
    List<Long> minutes = new ArrayList<>();
    span(0, 0, (from, to) -> minutes.addAll(segment.journalMinutes()));
    return minutes.stream().filter(minute -> minute >= first && minute <= last).toList();
  }

  @FunctionalInterface
  private interface SpanReading {
    void read(long first, long last) throws SQLException;
  }

  /// Reads a span at once. If that fails on a damaged page, reads minute by minute, so that only
  /// the data of that page is lost. Duplicates are removed later.
  private void span(long first, long last, SpanReading reading) {
    try {
      reading.read(first, last);
    } catch (SQLException | IndexOutOfBoundsException | IllegalArgumentException e) {
      storage.rethrowIfUnreachable(e);
      if (first == last) {
        damage.found("samples", e.getMessage());
        return;
      }
      for (long minute = first; minute <= last; minute++) {
        span(minute, minute, reading);
      }
    }
  }
}
