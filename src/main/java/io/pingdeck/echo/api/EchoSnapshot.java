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
/// @param listening bound address; empty if it is stopped
/// @param reason why it failed, as text; empty otherwise
/// @param received datagrams received, or lines for a TCP server. It equals the sum of replied,
///   waiting and all drops. A TCP connection attempt that was answered with an ICMP error counts
///   too
/// @param waiting replies that an impairment is delaying
/// @param drops datagrams without a reply, under exactly one reason each (`emulatedLoss`,
///   `hostUnreachable`, `servicePort`, ...), in a fixed order
/// @param injected impairments applied to replies that were still sent (`delayed`, `duplicated`,
///   ...), in a fixed order
/// @param kernelDrops datagrams lost because the socket's receive buffer was full; empty if the
///   platform does not report it
/// @param connections counters of a TCP server's connections
/// @param sinceChange the same counters since the impairment last changed
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
