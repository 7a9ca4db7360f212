package io.pingdeck.resolve;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The addresses of a host name.
///
/// @param addresses at least one; within each family in the resolver's order
/// @param ttl how long the addresses may be cached; empty if the source does not specify it (hosts
///   file, system resolver) or the host is an address
public record Resolved(List<InetAddress> addresses, Optional<Duration> ttl) {
  public Resolved {
    addresses = List.copyOf(addresses);
    requireNonNull(ttl, "ttl");
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address");
    }
  }

  Resolved(List<InetAddress> addresses) {
    this(addresses, Optional.empty());
  }
}
