package io.pingdeck.echo;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.util.Map;
import java.util.Optional;

/// An echo server at one instant.
///
/// @param listening where it is bound; empty if it is stopped
/// @param reason why it could not start, in words; empty otherwise
/// @param received datagrams that reached it: `received = replied + sum of drops`
/// @param drops datagrams not answered, under exactly one reason each (`emulatedLoss`,
///   `servicePort`, ...), in a fixed order
public record EchoSnapshot(
    EchoServerId id,
    EchoSpec spec,
    Optional<Endpoint> listening,
    String reason,
    long received,
    long replied,
    Map<String, Long> drops,
    long kernelDrops) {
  public EchoSnapshot {
    requireNonNull(id, "id");
    requireNonNull(spec, "spec");
    requireNonNull(listening, "listening");
    requireNonNull(reason, "reason");
    drops = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(drops));
  }
}
