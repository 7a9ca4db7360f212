package io.pingdeck.ping.target;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a target's host stands for.
///
/// @param chosen the address that is pinged
/// @param others what else the name stands for in the wanted family, in the resolver's order
/// @param ttl how long that may be believed; empty where nobody says
public record PinnedAddress(Endpoint chosen, List<Endpoint> others, Optional<Duration> ttl) {
  public PinnedAddress {
    requireNonNull(chosen, "chosen");
    requireNonNull(ttl, "ttl");
    others = List.copyOf(others);
  }

  /// Every address, the chosen one first.
  public List<Endpoint> all() {
    return Stream.concat(Stream.of(chosen), others.stream()).toList();
  }
}
