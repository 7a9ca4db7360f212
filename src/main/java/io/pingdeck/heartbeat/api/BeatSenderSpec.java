package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.target.Target;
import io.pingdeck.user.api.Caller;
import java.time.Duration;
import java.util.OptionalLong;

/// Heartbeats to be sent by this program.
///
/// @param target the monitor
/// @param name name of the application at the monitor
/// @param count number of beats to send; empty sends until stopped
/// @param startedBy who started it
public record BeatSenderSpec(
    Target target, String name, Duration interval, OptionalLong count, Caller startedBy) {
  public BeatSenderSpec {
    requireNonNull(target, "target");
    requireNonNull(name, "name");
    requireNonNull(interval, "interval");
    requireNonNull(count, "count");
    requireNonNull(startedBy, "startedBy");
  }
}
