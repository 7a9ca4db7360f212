package io.pingdeck.stats.rtt;

/// The distribution of the RTTs of in-time and late replies, in nanoseconds; percentiles are
/// nearest ranks to three significant digits (RFC 2330 section 11.3), the rest is exact. Exists
/// only if there is at least one RTT. A view shows some of it.
///
/// @param count number of RTTs
/// @param median as [RttDistribution#median()] defines it
/// @param stddev the population's standard deviation
public record RttSummary(
    long count,
    long min,
    double mean,
    long p5,
    long p25,
    long median,
    long p75,
    long p90,
    long p95,
    long p99,
    long p999,
    long max,
    double stddev) {

  /// The interquartile range.
  public long iqr() {
    return p75 - p25;
  }
}
