package io.pingdeck.json;

import io.pingdeck.history.api.RttSpread;
import io.pingdeck.stats.rtt.LatencyFigures;
import io.pingdeck.stats.rtt.RttSummary;
import io.vertx.core.json.JsonObject;

/// Figures of a distribution of RTTs as JSON, whole nanoseconds.
final class RttJson {
  private RttJson() {}

  static JsonObject of(RttSummary rtt) {
    return begin(rtt.count(), rtt.min(), rtt.mean())
        .put("median", rtt.median())
        .put("p95", rtt.p95())
        .put("p99", rtt.p99())
        .put("max", rtt.max())
        .put("stddev", Math.round(rtt.stddev()));
  }

  static JsonObject of(RttSpread rtt) {
    return begin(rtt.count(), rtt.min(), rtt.mean())
        .put("p5", rtt.p5())
        .put("p25", rtt.p25())
        .put("median", rtt.median())
        .put("p75", rtt.p75())
        .put("p95", rtt.p95())
        .put("p99", rtt.p99())
        .put("max", rtt.max())
        .put("stddev", Math.round(rtt.stddev()));
  }

  static JsonObject of(LatencyFigures rtt) {
    return begin(rtt.count(), rtt.min(), rtt.mean())
        .put("p50", rtt.p50())
        .put("p90", rtt.p90())
        .put("p95", rtt.p95())
        .put("p99", rtt.p99())
        .put("p999", rtt.p999())
        .put("max", rtt.max())
        .put("stddev", Math.round(rtt.stddev()))
        .put("iqr", rtt.iqr());
  }

  private static JsonObject begin(long count, long min, double mean) {
    return new JsonObject().put("count", count).put("min", min).put("mean", Math.round(mean));
  }
}
