package io.pingdeck.history.days;

import static java.util.Objects.requireNonNull;

import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.api.SamplePage;
import io.pingdeck.history.days.SeriesPlan.Level;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import io.pingdeck.history.storage.Span;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers queries about the past from the files, while the writer uses them. The work is bounded
/// by the size of the query, not by the amount of stored data. Opens the files for each query. May
/// be called from any thread, but only from one at a time. If nothing can be read, throws an
/// [IOException] or an [UncheckedIOException] with a description for the user.
public final class HistoryReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);

  /// A query over more samples than this is answered from rollups.
  private static final long MOST_SAMPLES = 200_000;

  /// A longer query is answered from hours: a minute of a fast ping takes about 60 µs to aggregate.
  private static final long MOST_MINUTES = 3 * 24 * 60;

  /// The longest window of the statistics; even a fast ping fills it quickly.
  private static final long RECENT_MINUTES = 60;

  private static final long FEWER_MINUTES = 5;
  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  private final DayStorage storage;
  private final CorruptionLog damage;

  public HistoryReader(Path directory) {
    this(new DataDirectory(requireNonNull(directory, "directory")), new CorruptionLog());
  }

  public HistoryReader(DayStorage storage, CorruptionLog damage) {
    this.storage = storage;
    this.damage = damage;
  }

  /// One ping over a time range, in nanoseconds since 1970 UTC.
  ///
  /// @param points maximum number of buckets
  public HistorySeries series(PingId ping, long fromEpochNanos, long toEpochNanos, int points)
      throws IOException {
    if (toEpochNanos <= fromEpochNanos || points < 1) {
      throw new IllegalArgumentException("not a span: " + fromEpochNanos + " to " + toEpochNanos);
    }
    NavigableMap<LocalDate, List<DayFile>> days = storage.days(Kind.SAMPLES);
    SeriesPlan plan =
        SeriesPlan.of(
            fromEpochNanos, toEpochNanos, points, finest(days, fromEpochNanos, toEpochNanos));
    if (plan.level() == Level.SAMPLE && isCrowded(ping.value(), plan, days)) {
      plan = SeriesPlan.of(fromEpochNanos, toEpochNanos, points, Level.TEN_SECONDS);
    }
    return new SeriesReading(storage, damage, ping, plan).read();
  }

  /// The finest level that is available and affordable. Days whose samples were deleted have only
  /// minutes and hours, and a range of many days has too many minutes.
  private Level finest(
      NavigableMap<LocalDate, List<DayFile>> days, long fromEpochNanos, long toEpochNanos)
      throws IOException {
    if (toEpochNanos - fromEpochNanos > MOST_MINUTES * NANOS_PER_MINUTE) {
      return Level.HOUR;
    }
    LocalDate from = DayFile.day(DayFile.minute(fromEpochNanos));
    NavigableMap<LocalDate, List<DayFile>> rollups = storage.days(Kind.ROLLUPS);
    LocalDate oldest = days.isEmpty() ? LocalDate.MAX : days.firstKey();
    boolean onlyRollups =
        rollups.keySet().stream().anyMatch(day -> !day.isBefore(from) && day.isBefore(oldest));
    return onlyRollups ? Level.MINUTE : Level.SAMPLE;
  }

  private boolean isCrowded(
      long ping, SeriesPlan plan, NavigableMap<LocalDate, List<DayFile>> days) {
    return countPacked(ping, plan.fromEpochNanos(), plan.toEpochNanos(), days) > MOST_SAMPLES;
  }

  private long countPacked(
      long ping,
      long fromEpochNanos,
      long toEpochNanos,
      NavigableMap<LocalDate, List<DayFile>> days) {
    long count = 0;
    for (Span span : Span.ofDays(fromEpochNanos, toEpochNanos)) {
      List<DayFile> files = days.getOrDefault(span.day(), List.of());
      try (DaySamples samples = DaySamples.open(storage, files, damage)) {
        count += samples.countPacked(ping, span.firstMinute(), span.lastMinute());
      }
    }
    return count;
  }

  /// The samples of one ping sent in a time range, in pages that end at a minute boundary.
  ///
  /// @param limit a page ends with the minute in which it reaches this number of samples
  public SamplePage samples(PingId ping, long fromEpochNanos, long toEpochNanos, int limit)
      throws IOException {
    List<Sample> page = new ArrayList<>();
    for (Map.Entry<LocalDate, List<DayFile>> day : storage.days(Kind.SAMPLES).entrySet()) {
      Span span = Span.of(day.getKey(), fromEpochNanos, toEpochNanos);
      try (DaySamples samples = DaySamples.open(storage, day.getValue(), damage)) {
        for (long minute = span.firstMinute(); minute <= span.lastMinute(); minute++) {
          SampleColumns columns = samples.samples(ping.value(), minute, minute);
          add(page, ping, columns, fromEpochNanos, toEpochNanos);
          long next = (minute + 1) * NANOS_PER_MINUTE;
          if (page.size() >= limit && next < toEpochNanos) {
            return page(page, OptionalLong.of(next));
          }
        }
      }
    }
    return page(page, OptionalLong.empty());
  }

  /// Sorted by sequence, which is also correct if the wall clock was set back.
  private static SamplePage page(List<Sample> samples, OptionalLong next) {
    samples.sort(Comparator.comparingLong(Sample::sequence));
    return new SamplePage(samples, next);
  }

  /// The samples of a ping in the minute of this instant and in the hour before; if there are too
  /// many, in the five minutes before.
  ///
  /// @param most maximum number of samples for the full hour
  public SampleBatch recent(PingId ping, long epochNanos, long most) {
    SampleColumns columns = new SampleColumns();
    try {
      long from = before(epochNanos, RECENT_MINUTES);
      NavigableMap<LocalDate, List<DayFile>> days = storage.days(Kind.SAMPLES);
      if (countPacked(ping.value(), from, epochNanos + 1, days) > most) {
        from = before(epochNanos, FEWER_MINUTES);
      }
      for (Span span : Span.ofDays(from, epochNanos + 1)) {
        List<DayFile> files = days.getOrDefault(span.day(), List.of());
        try (DaySamples samples = DaySamples.open(storage, files, damage)) {
          columns.append(samples.samples(ping.value(), span.firstMinute(), span.lastMinute()));
        }
      }
    } catch (IOException e) {
      damage.found(ping, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      LOG.info("history: {}", e.getCause().getMessage()); // the page then starts without them
    }
    return columns.ordered().share(ping.value());
  }

  private static long before(long epochNanos, long minutes) {
    return (DayFile.minute(epochNanos) - minutes) * NANOS_PER_MINUTE;
  }

  @Override
  public void close() {
    storage.close();
  }

  private static void add(
      List<Sample> page, PingId ping, SampleColumns samples, long from, long to) {
    SampleBatch batch = samples.share(ping.value());
    for (int i = 0; i < samples.size; i++) {
      if (samples.sentEpochNanos[i] >= from && samples.sentEpochNanos[i] < to) {
        page.add(batch.sample(i));
      }
    }
  }
}
