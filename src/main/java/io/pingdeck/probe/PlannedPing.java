package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;

/// A ping whose target has been resolved.
///
/// @param address where its probes go, for the whole run
/// @param past what it has behind it
public record PlannedPing(PingSpec spec, Endpoint address, PingPast past) {
  public PlannedPing {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(past, "past");
  }

  /// A new one.
  public PlannedPing(PingSpec spec, Endpoint address) {
    this(spec, address, PingPast.NONE);
  }
}
