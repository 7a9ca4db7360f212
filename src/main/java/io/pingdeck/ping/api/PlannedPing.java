package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.PinnedAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A ping whose target has been resolved.
///
/// @param address where its probes go
/// @param others the addresses that its name stands for as well
/// @param past what it has behind it
/// @param ttl how long the name may be believed; empty where nobody says
public record PlannedPing(
    PingSpec spec, Endpoint address, List<Endpoint> others, PingPast past, Optional<Duration> ttl) {
  public PlannedPing {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(past, "past");
    others = List.copyOf(others);
  }

  /// One whose name may change at any time.
  public PlannedPing(PingSpec spec, Endpoint address, List<Endpoint> others, PingPast past) {
    this(spec, address, others, past, Optional.empty());
  }

  /// A new one, as its name was resolved.
  public PlannedPing(PingSpec spec, PinnedAddress resolved) {
    this(spec, resolved.chosen(), resolved.others(), PingPast.NONE, resolved.ttl());
  }

  /// A new one whose name stands for one address.
  public PlannedPing(PingSpec spec, Endpoint address) {
    this(spec, address, List.of(), PingPast.NONE, Optional.empty());
  }
}
