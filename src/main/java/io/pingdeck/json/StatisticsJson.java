package io.pingdeck.json;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.Availability;
import io.pingdeck.stats.api.PingStatistics;
import io.pingdeck.stats.api.WindowFigures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// Statistics as JSON, identical in REST and on the command line. Undefined values have no key.
public final class StatisticsJson {
  private StatisticsJson() {}

  public static JsonObject of(PingStatistics statistics) {
    return new JsonObject()
        .put("ping", statistics.ping().toString())
        .put("windows", windows(statistics));
  }

  public static JsonArray windows(PingStatistics statistics) {
    return new JsonArray(statistics.windows().stream().map(StatisticsJson::window).toList());
  }

  private static JsonObject window(WindowFigures figures) {
    JsonObject json = new JsonObject();
    json.put("window", figures.window().json());
    figures
        .fromEpochNanos()
        .ifPresent(from -> json.put("from", EpochNanos.instant(from).toString()));
    putCounts(json, figures.counters());
    figures.counters().lossPercent().ifPresent(loss -> json.put("lossPercent", loss));
    figures
        .lossInterval()
        .ifPresent(interval -> {
          json.put("lossLowPercent", interval.lowPercent());
          json.put("lossHighPercent", interval.highPercent());
        });
    figures.rtt().ifPresent(rtt -> json.put("rttNanos", RttJson.window(rtt)));
    figures.plannedRtt().ifPresent(rtt -> json.put("plannedRttNanos", RttJson.window(rtt)));
    figures
        .ipdvMeanAbsoluteNanos()
        .ifPresent(ipdv -> json.put("ipdvMeanAbsoluteNanos", Math.round(ipdv)));
    figures.jitterNanos().ifPresent(jitter -> json.put("jitterNanos", Math.round(jitter)));
    figures.jitterMeanNanos().ifPresent(jitter -> json.put("jitterMeanNanos", Math.round(jitter)));
    Availability availability = figures.availability();
    json.put("stepsMeasured", availability.measured());
    json.put("stepsUp", availability.up());
    availability.percent().ifPresent(percent -> json.put("availabilityPercent", percent));
    figures.maxLagNanos().ifPresent(lag -> json.put("maxLagNanos", lag));
    return json;
  }

  private static void putCounts(JsonObject json, PingCounters counters) {
    json.put("concluded", counters.concluded());
    json.put("unanswered", counters.unanswered());
    counters.outcomes().byName().forEach(json::put);
  }
}
