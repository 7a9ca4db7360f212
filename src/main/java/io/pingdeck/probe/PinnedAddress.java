package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.util.List;

/// What a target's host stands for.
///
/// @param chosen the address that is pinged, for the whole run
/// @param others what else the name stands for in the wanted family, in the resolver's order
public record PinnedAddress(Endpoint chosen, List<Endpoint> others) {
  public PinnedAddress {
    requireNonNull(chosen, "chosen");
    others = List.copyOf(others);
  }
}
