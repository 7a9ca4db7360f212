package io.pingdeck.stats.rtt;

import java.util.Optional;

/// The distribution of the RTTs of a window, in nanoseconds; percentiles are nearest ranks to three
/// significant digits (RFC 2330 section 11.3), the rest is exact. Exists only if there is an RTT.
///
/// @param count number of RTTs, late ones included
/// @param p50 the median, as [RttDistribution#median()] defines it
/// @param stddev the population's standard deviation
/// @param iqr the interquartile range: 75th minus 25th percentile
public record LatencyFigures(
    long count,
    long min,
    double mean,
    long p50,
    long p90,
    long p95,
    long p99,
    long p999,
    long max,
    double stddev,
    long iqr) {

  public static Optional<LatencyFigures> of(RttDistribution rtts) {
    if (rtts.count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new LatencyFigures(
            rtts.count(),
            rtts.min(),
            rtts.mean(),
            rtts.median(),
            rtts.percentile(90),
            rtts.percentile(95),
            rtts.percentile(99),
            rtts.percentile(99.9),
            rtts.max(),
            rtts.stddev(),
            rtts.percentile(75) - rtts.percentile(25)));
  }
}
