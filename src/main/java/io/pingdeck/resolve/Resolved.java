package io.pingdeck.resolve;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a host name stands for.
///
/// @param addresses at least one, of each family in the resolver's order
/// @param ttl how long they may be used; empty where the source does not say (hosts file, the
///   system's resolver) or where it does not matter (an address)
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
