package io.pingdeck.json;

import io.pingdeck.base.Durations;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistogramBin;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/// History as JSON.
public final class HistoryJson {
  private HistoryJson() {}

  public static JsonObject series(HistorySeries series) {
    return new JsonObject()
        .put("ping", series.ping().toString())
        .put("width", Durations.format(Duration.ofNanos(series.widthNanos())))
        .put("widthNanos", series.widthNanos())
        .put("buckets", new JsonArray(series.buckets().stream().map(HistoryJson::bucket).toList()))
        .put("histogram", new JsonArray(series.histogram().stream().map(HistoryJson::bin).toList()))
        .put("gaps", new JsonArray(series.gaps().stream().map(HistoryJson::gap).toList()));
  }

  /// A bucket without data has only its time.
  private static JsonObject bucket(HistoryBucket bucket) {
    JsonObject json =
        new JsonObject().put("at", EpochNanos.instant(bucket.fromEpochNanos()).toString());
    if (bucket.hasNoData()) {
      return json;
    }
    OutcomeCounts outcomes = bucket.outcomes();
    json.put("sent", outcomes.sent());
    for (Outcome outcome : Outcome.values()) {
      if (outcome.isSent()) {
        json.put(outcome.counter(), outcomes.count(outcome));
      }
    }
    json.put("notSent", outcomes.notSent()).put("maxLagNanos", bucket.maxLagNanos());
    outcomes.lossPercent().ifPresent(loss -> json.put("lossPercent", loss));
    bucket.rtt().ifPresent(rtt -> json.put("rttNanos", RttJson.bucket(rtt)));
    return json;
  }

  private static JsonObject bin(HistogramBin bin) {
    return new JsonObject()
        .put("fromNanos", bin.fromNanos())
        .put("toNanos", bin.toNanos())
        .put("count", bin.count());
  }

  private static JsonObject gap(Gap gap) {
    return new JsonObject()
        .put("from", EpochNanos.instant(gap.fromEpochNanos()).toString())
        .put("to", EpochNanos.instant(gap.toEpochNanos()).toString())
        .put("samples", gap.samples())
        .put("reason", gap.reason());
  }

  public static JsonObject health(HistoryHealth health) {
    JsonObject json = new JsonObject().put("state", health.state().json());
    if (!health.reason().isEmpty()) {
      json.put("reason", health.reason());
    }
    json.put("offered", health.offered())
        .put("written", health.written())
        .put("dropped", health.dropped())
        .put("queued", health.queued())
        .put("writtenPerSecond", health.writtenPerSecond())
        .put("bytes", health.bytes())
        .put("freeBytes", health.freeBytes());
    health.daysLeft().ifPresent(days -> json.put("daysLeft", days));
    health
        .limits()
        .ifPresent(limits ->
            json.put(
                "limits",
                new JsonObject()
                    .put("sampleDays", limits.sampleDays())
                    .put("rollupDays", limits.rollupDays())
                    .put("maxBytes", limits.maxBytes())));
    return json.put("damaged", health.damaged()).put("warnings", new JsonArray(health.warnings()));
  }
}
