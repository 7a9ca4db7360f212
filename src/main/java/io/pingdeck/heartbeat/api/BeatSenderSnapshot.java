package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;

/// A heartbeat sender at one instant.
///
/// @param address address to which the target's name resolved at the start
/// @param sent beats sent
/// @param refused beats that the system failed to send
public record BeatSenderSnapshot(
    BeatSenderSpec spec, Endpoint address, Instant startedAt, long sent, long refused) {
  public BeatSenderSnapshot {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(startedAt, "startedAt");
  }
}
