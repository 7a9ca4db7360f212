package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.target.Target;
import java.time.Duration;
import java.util.OptionalLong;

/// Heartbeats to be sent by this program.
///
/// @param target the monitor
/// @param name name of the application at the monitor
/// @param count number of beats to send; empty sends until stopped
public record BeatSenderSpec(Target target, String name, Duration interval, OptionalLong count) {
  public BeatSenderSpec {
    requireNonNull(target, "target");
    requireNonNull(name, "name");
    requireNonNull(interval, "interval");
    requireNonNull(count, "count");
  }
}
