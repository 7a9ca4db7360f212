package io.pingdeck.alert;

import io.pingdeck.alert.engine.AlertEngine;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.ping.sample.PingId;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The median RTT of each ping in the same hour a week ago, from the history. One query at a time.
final class Baselines {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long WEEK = Duration.ofDays(7).toNanos();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final EventBus bus;
  private final AlertEngine engine;
  private final InstantSource wall;
  private final Map<Long, Long> asked = new HashMap<>(); // hour by ping
  private final Deque<Long> queue = new ArrayDeque<>();
  private boolean busy;

  Baselines(EventBus bus, AlertEngine engine, InstantSource wall) {
    this.bus = bus;
    this.engine = engine;
    this.wall = wall;
  }

  /// Asks for those that are missing or of another hour.
  void refresh() {
    long hour = wall.millis() * NANOS_PER_MILLI / HOUR;
    asked.values().removeIf(of -> of != hour);
    for (long ping : engine.risingPings()) {
      if (asked.put(ping, hour) == null) {
        queue.add(ping);
      }
    }
    next(hour);
  }

  private void next(long hour) {
    Long ping = busy ? null : queue.poll();
    if (ping == null) {
      return;
    }
    busy = true;
    long from = hour * HOUR - WEEK;
    HistoryApi.HISTORY
        .request(bus, new HistoryApi.ReadSeries(new PingId(ping), from, from + HOUR, 1))
        .map(Baselines::median)
        .recover(_ -> Future.succeededFuture(0L))
        .onSuccess(median -> {
          engine.baseline(ping, median);
          busy = false;
          next(hour);
        });
  }

  /// @return 0 if there was no reply
  private static long median(HistorySeries series) {
    return series.buckets().stream()
        .flatMap(bucket -> bucket.rtt().stream())
        .max(Comparator.comparingLong(rtt -> rtt.count()))
        .map(rtt -> rtt.median())
        .orElse(0L);
  }
}
