package io.pingdeck.ping.api;

/// Pauses of the probe loop's thread since its start.
///
/// @param count number of times it woke up much later than scheduled, or was delayed within an
///   iteration
/// @param longestNanos longest of them, 0 if there was none
/// @param suspensions number of times the wall clock ran ahead of the monotonic one, which stops
///   while the host is suspended; a wall clock that was set forward looks the same
/// @param suspendedNanos total length of these
public record Stalls(long count, long longestNanos, long suspensions, long suspendedNanos) {}
