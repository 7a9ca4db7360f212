package io.pingdeck.stats;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.PingStatistics;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.stats.rtt.PingRtts;
import io.pingdeck.stats.rtt.RttDistribution;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The statistics of every ping, in start order. Samples of unknown pings are dropped, such as
/// those in transit when a ping was deleted.
final class PingDirectory {
  private record Entry(long place, PingStats stats) {}

  private final StatsLimits limits;
  private final LongObjectMap<Entry> entries = new LongObjectHashMap<>();
  private final NavigableMap<Long, PingStats> newestFirst =
      new TreeMap<Long, PingStats>().descendingMap();
  private final SequencedSet<Long> ended = new LinkedHashSet<>();
  private long lastPlace;
  private int share;

  PingDirectory(StatsLimits limits) {
    this.limits = limits;
    this.share = limits.share(0);
  }

  /// Adds or updates a ping.
  ///
  /// @return the ping that was evicted because too many have ended
  Optional<PingId> put(PingInfo info) {
    long id = info.id().value();
    Entry known = entries.get(id);
    if (known == null) {
      Entry entry = new Entry(++lastPlace, new PingStats(info, share));
      entries.put(id, entry);
      newestFirst.put(entry.place(), entry.stats());
      shareSamples();
    } else {
      known.stats().info(info);
    }
    if (info.state().isEnded()) {
      ended.add(id);
    }
    return ended.size() > limits.endedPings()
        ? Optional.of(remove(new PingId(ended.getFirst())))
        : Optional.empty();
  }

  /// Adds a ping of an earlier run of the program.
  ///
  /// @return the ping that was evicted because too many have ended
  Optional<PingId> restore(
      PingInfo info, PingCounters counters, RttDistribution rtts, SampleBatch recent) {
    Optional<PingId> forgotten = put(info);
    PingStats stats = entries.get(info.id().value()).stats();
    stats.counters(counters);
    stats.restore(rtts, recent);
    return forgotten;
  }

  /// @return the same id
  PingId remove(PingId id) {
    Entry entry = entries.remove(id.value());
    if (entry != null) {
      newestFirst.remove(entry.place());
      ended.remove(id.value());
      shareSamples();
    }
    return id;
  }

  private void shareSamples() {
    int now = limits.share(entries.size());
    if (now != share) {
      share = now;
      entries.values().forEach(entry -> entry.stats().keep(now));
    }
  }

  void record(SampleBatch batch, long nowEpochNanos) {
    for (int i = 0; i < batch.size(); i++) {
      Entry entry = entries.get(batch.ping(i));
      if (entry != null) {
        entry.stats().record(batch, i, nowEpochNanos);
      }
    }
    for (int row = 0; row < batch.counterPings().length; row++) {
      Entry entry = entries.get(batch.counterPings()[row]);
      if (entry != null) {
        entry.stats().counters(batch, row);
      }
    }
  }

  int size() {
    return entries.size();
  }

  /// Newest first; empty if `after` is unknown.
  List<PingSnapshot> page(Optional<PingId> after, int limit, long nowEpochNanos) {
    return behind(after).limit(limit).map(stats -> stats.snapshot(nowEpochNanos)).toList();
  }

  /// Newest first.
  List<PingId> ids(int limit) {
    return newestFirst.values().stream().limit(limit).map(PingStats::id).toList();
  }

  List<PingSnapshot> some(List<PingId> ids, long nowEpochNanos) {
    return ids.stream()
        .flatMap(id -> find(id).stream())
        .map(stats -> stats.snapshot(nowEpochNanos))
        .toList();
  }

  Optional<PingStatistics> statistics(PingId id, long nowEpochNanos) {
    return find(id).map(stats -> stats.statistics(nowEpochNanos));
  }

  List<PingRtts> rtts(List<PingId> ids) {
    return ids.stream().flatMap(id -> find(id).flatMap(PingStats::rtts).stream()).toList();
  }

  List<Sample> samples(PingId id, int limit) {
    return find(id).map(stats -> stats.samples(limit)).orElse(List.of());
  }

  private Stream<PingStats> behind(Optional<PingId> after) {
    if (after.isEmpty()) {
      return newestFirst.values().stream();
    }
    Entry entry = entries.get(after.get().value());
    return entry == null
        ? Stream.empty()
        : newestFirst.tailMap(entry.place(), false).values().stream();
  }

  private Optional<PingStats> find(PingId id) {
    return Optional.ofNullable(entries.get(id.value())).map(Entry::stats);
  }
}
