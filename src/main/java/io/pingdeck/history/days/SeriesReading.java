package io.pingdeck.history.days;

import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistogramBin;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.days.SeriesPlan.Level;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import io.pingdeck.history.storage.Span;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.rtt.RttDistribution;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads one series, day by day.
final class SeriesReading {
  private static final long SLICE = 60;
  private static final long MINUTES_PER_HOUR = 60;

  private final DayStorage storage;
  private final CorruptionLog damage;
  private final PingId ping;
  private final SeriesPlan plan;
  private final Rollup[] buckets;
  private final List<Gap> gaps = new ArrayList<>();

  SeriesReading(DayStorage storage, CorruptionLog damage, PingId ping, SeriesPlan plan) {
    this.storage = storage;
    this.damage = damage;
    this.ping = ping;
    this.plan = plan;
    this.buckets = new Rollup[plan.buckets()];
  }

  HistorySeries read() throws IOException {
    Map<LocalDate, List<DayFile>> samples = storage.days(Kind.SAMPLES);
    Map<LocalDate, List<DayFile>> rollups = storage.days(Kind.ROLLUPS);
    for (Span span : Span.ofDays(plan.fromEpochNanos(), plan.toEpochNanos())) {
      read(
          span,
          samples.getOrDefault(span.day(), List.of()),
          rollups.getOrDefault(span.day(), List.of()));
    }
    List<HistoryBucket> answer = new ArrayList<>();
    RttDistribution rtts = new RttDistribution();
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] != null) {
        rtts.add(buckets[i].rtts());
      }
      long from = (plan.firstBucket() + i) * plan.widthNanos();
      answer.add((buckets[i] == null ? new Rollup() : buckets[i]).toBucket(from));
    }
    return new HistorySeries(ping, plan.widthNanos(), answer, HistogramBin.of(rtts), gaps);
  }

  private void read(Span span, List<DayFile> sampleFiles, List<DayFile> rollupFiles) {
    try (DaySamples samples = DaySamples.open(storage, sampleFiles, damage)) {
      gaps.addAll(samples.gaps(plan.fromEpochNanos(), plan.toEpochNanos()));
      switch (plan.level()) {
        case SAMPLE -> readSamples(samples, span);
        case TEN_SECONDS ->
            add(
                Level.TEN_SECONDS,
                samples.tens(ping.value(), span.firstMinute(), span.lastMinute()));
        case MINUTE, HOUR -> {
          try (DayRollups rollups = DayRollups.open(storage, rollupFiles, damage)) {
            readRollups(samples, rollups, span);
          }
        }
      }
    }
  }

  private void readSamples(DaySamples samples, Span span) {
    for (long minute = span.firstMinute(); minute <= span.lastMinute(); minute += SLICE) {
      long last = Math.min(span.lastMinute(), minute + SLICE - 1);
      SampleColumns slice = samples.samples(ping.value(), minute, last);
      for (int i = 0; i < slice.size; i++) {
        long bucket = plan.bucket(slice.sentEpochNanos[i]);
        if (bucket >= 0 && bucket < buckets.length) {
          bucket((int) bucket).record(slice, i);
        }
      }
    }
  }

  /// Reads hours if they are requested and aggregated, otherwise minutes. Aggregates here what is
  /// not packed yet.
  private void readRollups(DaySamples samples, DayRollups rollups, Span span) {
    long first = span.firstMinute() / MINUTES_PER_HOUR;
    long last = span.lastMinute() / MINUTES_PER_HOUR;
    Set<Long> closed = plan.level() == Level.HOUR ? rollups.closedHours(first, last) : Set.of();
    add(Level.HOUR, closed.isEmpty() ? Map.of() : rollups.hours(ping.value(), first, last));
    Map<Long, Rollup> minutes = new TreeMap<>();
    for (long hour = first; hour <= last; hour++) {
      if (!closed.contains(hour)) {
        long minute = hour * MINUTES_PER_HOUR;
        minutes.putAll(rollups.minutes(ping.value(), minute, minute + MINUTES_PER_HOUR - 1));
      }
    }
    minutes.putAll(fresh(samples, span));
    minutes.keySet().removeIf(minute -> closed.contains(minute / MINUTES_PER_HOUR));
    add(Level.MINUTE, minutes);
  }

  private Map<Long, Rollup> fresh(DaySamples samples, Span span) {
    Map<Long, Rollup> minutes = new TreeMap<>();
    for (long minute : samples.fresh(span.firstMinute(), span.lastMinute())) {
      SampleColumns columns = samples.samples(ping.value(), minute, minute);
      if (columns.size > 0) {
        minutes.put(minute, Rollup.of(columns));
      }
    }
    return minutes;
  }

  private void add(Level level, Map<Long, Rollup> rollups) {
    rollups.forEach((time, rollup) -> {
      long bucket = plan.bucket(time * level.nanos);
      if (bucket >= 0 && bucket < buckets.length) {
        bucket((int) bucket).add(rollup);
      }
    });
  }

  private Rollup bucket(int index) {
    if (buckets[index] == null) {
      buckets[index] = new Rollup();
    }
    return buckets[index];
  }
}
