package io.pingdeck.history.api;

import io.pingdeck.stats.rtt.RttDistribution;
import java.util.Optional;

/// The distribution of the RTTs of one span of time, in nanoseconds; percentiles to three
/// significant digits, the rest exact. Exists only if there is at least one RTT.
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
