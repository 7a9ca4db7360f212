package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// The current deadlines of an application.
///
/// @param interval time between two beats used for the deadlines
/// @param intervalKnown whether it was set or learned; otherwise it is assumed
/// @param lateAfter time after its last beat at which it is late
/// @param stoppedAfter time after its last beat at which it is stopped
public record BeatTiming(
    Duration interval,
    boolean intervalKnown,
    Duration grace,
    Duration lateAfter,
    Duration stoppedAfter) {
  public BeatTiming {
    requireNonNull(interval, "interval");
    requireNonNull(grace, "grace");
    requireNonNull(lateAfter, "lateAfter");
    requireNonNull(stoppedAfter, "stoppedAfter");
  }
}
