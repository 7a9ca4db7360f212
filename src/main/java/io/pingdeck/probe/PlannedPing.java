package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;

/// A ping whose target has been resolved.
///
/// @param address where its probes go, for the whole run
public record PlannedPing(PingSpec spec, Endpoint address) {
  public PlannedPing {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
  }
}
