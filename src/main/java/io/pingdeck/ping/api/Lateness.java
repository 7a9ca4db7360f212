package io.pingdeck.ping.api;

/// Send delay of probes relative to their schedule, in nanoseconds.
///
/// @param p50 median
/// @param p99 99th percentile
/// @param max maximum
public record Lateness(long p50, long p99, long max) {}
