package io.pingdeck.web.rest;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.PingStatistics;
import io.pingdeck.stats.api.WindowFigures;
import io.pingdeck.stats.rtt.RttSummary;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/// The statistics of a ping in the JSON format of `irtt client -o`: the same keys where the meaning
/// is the same, and no others. Durations are nanoseconds.
///
/// IRTT counts a packet as lost only if it never arrives, so late replies count as received. Its
/// "late" means out of order.
final class IrttSummary {
  private static final double PERCENT = 100.0;

  private IrttSummary() {}

  static JsonObject of(PingSnapshot ping, PingStatistics statistics, Instant now) {
    PingInfo info = ping.info();
    WindowFigures all = statistics.windows().getLast();
    return new JsonObject()
        .put("config", config(info))
        .put("stats", stats(ping, all, Duration.between(info.startedAt(), end(info, now))));
  }

  private static Instant end(PingInfo info, Instant now) {
    return info.endedAt().orElse(now);
  }

  private static JsonObject config(PingInfo info) {
    PingSpec spec = info.spec();
    return new JsonObject()
        .put("remote_address", info.address().toString())
        .put(
            "params",
            new JsonObject()
                .put("interval", spec.interval().toNanos())
                .put("length", spec.payloadBytes())
                .put("dscp", spec.trafficClass()));
  }

  private static JsonObject stats(PingSnapshot ping, WindowFigures all, Duration duration) {
    PingCounters counters = ping.counters();
    long decided = counters.concluded();
    long received = counters.count(Outcome.REPLY) + counters.count(Outcome.LATE);
    JsonObject stats =
        new JsonObject()
            .put("start_time", new JsonObject().put("wall", EpochNanos.of(ping.info().startedAt())))
            .put("duration", duration.toNanos());
    all.rtt().ifPresent(rtt -> stats.put("rtt", durations(rtt)));
    all.ipdvMeanAbsoluteNanos()
        .ifPresent(
            ipdv -> stats.put("ipdv_round_trip", new JsonObject().put("mean", Math.round(ipdv))));
    stats
        .put("packets_sent", decided)
        .put("packets_received", received)
        .put("duplicates", counters.duplicates())
        .put("late_packets", counters.reordered())
        .put("timer_misses", counters.skipped());
    if (decided > 0) {
      stats.put("packet_loss_percent", PERCENT * (decided - received) / decided);
    }
    if (received > 0) {
      stats
          .put("duplicate_percent", PERCENT * counters.duplicates() / received)
          .put("late_packets_percent", PERCENT * counters.reordered() / received);
    }
    if (counters.planned() > 0) {
      stats.put("timer_miss_percent", PERCENT * counters.skipped() / counters.planned());
    }
    return stats;
  }

  private static JsonObject durations(RttSummary rtt) {
    return new JsonObject()
        .put("total", Math.round(rtt.mean() * rtt.count()))
        .put("n", rtt.count())
        .put("min", rtt.min())
        .put("max", rtt.max())
        .put("mean", Math.round(rtt.mean()))
        .put("median", rtt.median())
        .put("stddev", Math.round(rtt.stddev()))
        .put("variance", Math.round(rtt.stddev() * rtt.stddev()));
  }
}
