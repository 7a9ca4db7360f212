package io.pingdeck.history.api;

import io.pingdeck.stats.rtt.RttDistribution;
import java.util.Optional;

/// Distribution of the RTTs of one time span, in nanoseconds. Percentiles have three significant
/// digits; the other values are exact. Exists only if there is at least one RTT.
public record RttSpread(
    long count,
    long min,
    double mean,
    long p5,
    long p25,
    long median,
    long p75,
    long p95,
    long p99,
    long max,
    double stddev) {

  public static Optional<RttSpread> of(RttDistribution rtts) {
    if (rtts.count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RttSpread(
            rtts.count(),
            rtts.min(),
            rtts.mean(),
            rtts.percentile(5),
            rtts.percentile(25),
            rtts.median(),
            rtts.percentile(75),
            rtts.percentile(95),
            rtts.percentile(99),
            rtts.max(),
            rtts.stddev()));
  }
}
