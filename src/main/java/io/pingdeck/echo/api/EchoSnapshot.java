package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An echo server at one instant.
///
/// @param listening where it is bound; empty if it is stopped
/// @param reason why it failed, in words; empty otherwise
/// @param received datagrams, of a TCP server lines, that reached it. It equals replied, waiting
///   and all drops together. Of TCP an attempt to connect counts too where an ICMP error answered
///   it
/// @param waiting answers that an impairment holds back now
/// @param drops datagrams without a reply, under exactly one reason each (`emulatedLoss`,
///   `hostUnreachable`, `servicePort`, ...), in a fixed order
/// @param injected what the impairment did to answers that were given (`delayed`, `duplicated`,
///   ...), in a fixed order
/// @param kernelDrops datagrams lost before they reached it because its buffer was full; empty if
///   the platform does not say
/// @param connections of a TCP server
/// @param sinceChange the same counters since the last change of what it does on purpose
public record EchoSnapshot(
    EchoServerId id,
    EchoSpec spec,
    Optional<Endpoint> listening,
    String reason,
    long received,
    long replied,
    long waiting,
    Map<String, Long> drops,
    Map<String, Long> injected,
    OptionalLong kernelDrops,
    Optional<ConnectionCounts> connections,
    SinceChange sinceChange) {
  public EchoSnapshot {
    requireNonNull(id, "id");
    requireNonNull(spec, "spec");
    requireNonNull(listening, "listening");
    requireNonNull(reason, "reason");
    requireNonNull(kernelDrops, "kernelDrops");
    requireNonNull(connections, "connections");
    requireNonNull(sinceChange, "sinceChange");
    injected = Collections.unmodifiableMap(new LinkedHashMap<>(injected));
    drops = Collections.unmodifiableMap(new LinkedHashMap<>(drops));
  }
}
