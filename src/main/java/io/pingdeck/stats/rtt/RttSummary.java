package io.pingdeck.stats.rtt;

/// The distribution of the RTTs of in-time and late replies, in nanoseconds. Exists only if there
/// is at least one RTT.
///
/// @param count number of RTTs
/// @param stddev the population's standard deviation
public record RttSummary(
    long count, long min, double mean, long median, long p95, long p99, long max, double stddev) {}
