package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.util.List;

/// A ping whose target has been resolved.
///
/// @param address where its probes go, for the whole run
/// @param others the addresses that its name stands for as well
/// @param past what it has behind it
public record PlannedPing(PingSpec spec, Endpoint address, List<Endpoint> others, PingPast past) {
  public PlannedPing {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(past, "past");
    others = List.copyOf(others);
  }

  /// A new one, as its name was resolved.
  public PlannedPing(PingSpec spec, PinnedAddress resolved) {
    this(spec, resolved.chosen(), resolved.others(), PingPast.NONE);
  }

  /// A new one whose name stands for one address.
  public PlannedPing(PingSpec spec, Endpoint address) {
    this(spec, address, List.of(), PingPast.NONE);
  }
}
