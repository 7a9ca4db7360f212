package io.pingdeck.stats.api;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.rtt.LatencyFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Statistics as keys and values, the same for REST and the command line, so that both write the
/// same text. What is undefined has no key; nanoseconds are whole numbers.
public final class StatisticsTree {
  private StatisticsTree() {}

  public static List<Map<String, Object>> windows(PingStatistics statistics) {
    return statistics.windows().stream().map(StatisticsTree::window).toList();
  }

  private static Map<String, Object> window(WindowFigures figures) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("window", figures.window().json());
    figures
        .fromEpochNanos()
        .ifPresent(from -> tree.put("from", EpochNanos.instant(from).toString()));
    putCounts(tree, figures.counters());
    figures.counters().lossPercent().ifPresent(loss -> tree.put("lossPercent", loss));
    figures
        .lossInterval()
        .ifPresent(interval -> {
          tree.put("lossLowPercent", interval.lowPercent());
          tree.put("lossHighPercent", interval.highPercent());
        });
    figures.rtt().ifPresent(rtt -> tree.put("rttNanos", latency(rtt)));
    figures.plannedRtt().ifPresent(rtt -> tree.put("plannedRttNanos", latency(rtt)));
    figures
        .ipdvMeanAbsoluteNanos()
        .ifPresent(ipdv -> tree.put("ipdvMeanAbsoluteNanos", Math.round(ipdv)));
    figures.jitterNanos().ifPresent(jitter -> tree.put("jitterNanos", Math.round(jitter)));
    figures.jitterMeanNanos().ifPresent(jitter -> tree.put("jitterMeanNanos", Math.round(jitter)));
    Availability availability = figures.availability();
    tree.put("stepsMeasured", availability.measured());
    tree.put("stepsUp", availability.up());
    availability.percent().ifPresent(percent -> tree.put("availabilityPercent", percent));
    figures.maxLagNanos().ifPresent(lag -> tree.put("maxLagNanos", lag));
    return tree;
  }

  private static void putCounts(Map<String, Object> tree, PingCounters counters) {
    tree.put("concluded", counters.concluded());
    tree.put("unanswered", counters.unanswered());
    tree.putAll(counters.outcomes());
  }

  private static Map<String, Object> latency(LatencyFigures rtt) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("count", rtt.count());
    tree.put("min", rtt.min());
    tree.put("mean", Math.round(rtt.mean()));
    tree.put("p50", rtt.p50());
    tree.put("p90", rtt.p90());
    tree.put("p95", rtt.p95());
    tree.put("p99", rtt.p99());
    tree.put("p999", rtt.p999());
    tree.put("max", rtt.max());
    tree.put("stddev", Math.round(rtt.stddev()));
    tree.put("iqr", rtt.iqr());
    return tree;
  }
}
