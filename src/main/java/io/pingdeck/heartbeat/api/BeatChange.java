package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A change of an application's state; published exactly once per change.
///
/// @param id increases by one with each change, also across restarts of the monitor
/// @param reason why, as a phrase for users: `no beat for 5.5s, 5 in a row are missing`
public record BeatChange(
    long id, String application, BeatState from, BeatState to, Instant at, String reason) {
  public BeatChange {
    requireNonNull(application, "application");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(at, "at");
    requireNonNull(reason, "reason");
  }
}
