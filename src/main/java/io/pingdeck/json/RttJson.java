package io.pingdeck.json;

import io.pingdeck.stats.rtt.RttSummary;
import io.vertx.core.json.JsonObject;

/// Figures of a distribution of RTTs as JSON, whole nanoseconds.
final class RttJson {
  private RttJson() {}

  /// Of a ping.
  static JsonObject ping(RttSummary rtt) {
    return end(begin(rtt).put("median", rtt.median()).put("p95", rtt.p95()), rtt);
  }

  /// Of a bucket of the history.
  static JsonObject bucket(RttSummary rtt) {
    return end(
        begin(rtt)
            .put("p5", rtt.p5())
            .put("p25", rtt.p25())
            .put("median", rtt.median())
            .put("p75", rtt.p75())
            .put("p95", rtt.p95()),
        rtt);
  }

  /// Of a window of the statistics.
  static JsonObject window(RttSummary rtt) {
    return end(begin(rtt).put("p50", rtt.median()).put("p90", rtt.p90()).put("p95", rtt.p95()), rtt)
        .put("p999", rtt.p999())
        .put("iqr", rtt.iqr());
  }

  private static JsonObject begin(RttSummary rtt) {
    return new JsonObject()
        .put("count", rtt.count())
        .put("min", rtt.min())
        .put("mean", Math.round(rtt.mean()));
  }

  private static JsonObject end(JsonObject json, RttSummary rtt) {
    return json.put("p99", rtt.p99()).put("max", rtt.max()).put("stddev", Math.round(rtt.stddev()));
  }
}
