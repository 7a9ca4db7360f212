package io.pingdeck.ping.target;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The result of resolving a target's host.
///
/// @param chosen the address to ping
/// @param others further addresses of the name in the requested family, in the resolver's order
/// @param ttl how long the result is valid; empty if unknown
public record ResolvedHost(Endpoint chosen, List<Endpoint> others, Optional<Duration> ttl) {
  public ResolvedHost {
    requireNonNull(chosen, "chosen");
    requireNonNull(ttl, "ttl");
    others = List.copyOf(others);
  }

  /// Every address, the chosen one first.
  public List<Endpoint> all() {
    return Stream.concat(Stream.of(chosen), others.stream()).toList();
  }
}
