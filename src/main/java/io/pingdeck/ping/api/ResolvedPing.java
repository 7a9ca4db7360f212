package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.ResolvedHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A ping whose target has been resolved.
///
/// @param address address of its probes
/// @param others further addresses of its name
/// @param past its state from an earlier run
/// @param ttl how long the resolution is valid; empty if unknown
public record ResolvedPing(
    PingSpec spec,
    Endpoint address,
    List<Endpoint> others,
    PingHistory past,
    Optional<Duration> ttl) {
  public ResolvedPing {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(past, "past");
    others = List.copyOf(others);
  }

  /// A ping whose resolution has no known validity.
  public ResolvedPing(PingSpec spec, Endpoint address, List<Endpoint> others, PingHistory past) {
    this(spec, address, others, past, Optional.empty());
  }

  /// A new ping with its resolved name.
  public ResolvedPing(PingSpec spec, ResolvedHost resolved) {
    this(spec, resolved.chosen(), resolved.others(), PingHistory.NONE, resolved.ttl());
  }

  /// A new ping whose name has one address.
  public ResolvedPing(PingSpec spec, Endpoint address) {
    this(spec, address, List.of(), PingHistory.NONE, Optional.empty());
  }
}
