package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;

/// A sender of heartbeats at one moment.
///
/// @param address what the target's name meant when it was started
/// @param sent beats that left
/// @param refused beats that the system refused to send
public record BeatSenderSnapshot(
    BeatSenderSpec spec, Endpoint address, Instant startedAt, long sent, long refused) {
  public BeatSenderSnapshot {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(startedAt, "startedAt");
  }
}
