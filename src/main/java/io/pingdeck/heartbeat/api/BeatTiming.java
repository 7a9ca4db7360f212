package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// When an application is judged, at this moment.
///
/// @param interval the time between two beats that is reckoned with
/// @param intervalKnown whether it was set or learned; if not, it is assumed
/// @param lateAfter how long after its last beat it is late
/// @param stoppedAfter how long after its last beat it has stopped
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
