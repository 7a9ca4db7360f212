package io.pingdeck.ping.api;

/// How late probes left, measured against their plan, in nanoseconds.
///
/// @param p50 half of them left no later
/// @param p99 99 of 100 left no later
/// @param max the latest
public record Lateness(long p50, long p99, long max) {}
