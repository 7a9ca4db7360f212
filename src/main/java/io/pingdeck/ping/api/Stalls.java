package io.pingdeck.ping.api;

/// How often the thread that pings stood still since it was started.
///
/// @param count times it went on much later than it had meant to, or was held up within a turn
/// @param longestNanos the longest of them, 0 if there was none
/// @param suspensions times the wall clock ran ahead of the monotonic one, which stands still while
///   the host is suspended; a wall clock that was set forward looks the same
/// @param suspendedNanos how long these were together
public record Stalls(long count, long longestNanos, long suspensions, long suspendedNanos) {}
