package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// An application's state changed; there is exactly one of these for each change.
///
/// @param id goes up by one with each change, also across restarts of the monitor
/// @param reason why, in a sentence's part for people: `no beat for 5.5s, 5 in a row are missing`
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
