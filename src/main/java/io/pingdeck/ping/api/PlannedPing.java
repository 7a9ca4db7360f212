package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.PinnedAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A ping whose target has been resolved.
///
/// @param address address of its probes
/// @param others further addresses of its name
/// @param past its state from an earlier run
/// @param ttl how long the resolution is valid; empty if unknown
public record PlannedPing(
    PingSpec spec, Endpoint address, List<Endpoint> others, PingPast past, Optional<Duration> ttl) {
  public PlannedPing {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(past, "past");
    others = List.copyOf(others);
  }

  /// A ping whose resolution has no known validity.
  public PlannedPing(PingSpec spec, Endpoint address, List<Endpoint> others, PingPast past) {
    this(spec, address, others, past, Optional.empty());
  }

  /// A new ping with its resolved name.
  public PlannedPing(PingSpec spec, PinnedAddress resolved) {
    this(spec, resolved.chosen(), resolved.others(), PingPast.NONE, resolved.ttl());
  }

  /// A new ping whose name has one address.
  public PlannedPing(PingSpec spec, Endpoint address) {
    this(spec, address, List.of(), PingPast.NONE, Optional.empty());
  }
}
