package io.pingdeck.web.rest;

import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import java.util.List;
import java.util.Optional;

/// The default target of the form, so that one click starts a first ping that gets replies: a
/// running echo server of our own, UDP before TCP, else this host by ICMP.
///
/// @param target empty if there is none to ping
/// @param note why it is not one of our UDP echo servers; empty if it is
record FirstTarget(String target, String note) {
  static FirstTarget of(List<EchoSnapshot> servers, boolean icmp) {
    Optional<String> udp = running(servers, Protocol.UDP);
    if (udp.isPresent()) {
      return new FirstTarget(udp.get(), "");
    }
    String instead = icmp ? "icmp://127.0.0.1" : "";
    return new FirstTarget(running(servers, Protocol.TCP).orElse(instead), why(servers));
  }

  private static Optional<String> running(List<EchoSnapshot> servers, Protocol protocol) {
    return servers.stream()
        .filter(server -> server.spec().protocol() == protocol)
        .filter(server -> server.spec().mode() != EchoMode.GREETING)
        .flatMap(server -> server.listening().stream())
        .sorted((a, b) -> Boolean.compare(b.isLoopback(), a.isLoopback()))
        .map(address -> protocol.scheme() + "://" + reachable(address))
        .findFirst();
  }

  /// A server on the wildcard address is reached at loopback.
  private static Endpoint reachable(Endpoint listening) {
    if (!listening.isUnspecified()) {
      return listening;
    }
    return listening.isIpv4()
        ? Endpoint.ipv4(0x7f000001, listening.port())
        : new Endpoint(0, 1, listening.port(), 0);
  }

  private static String why(List<EchoSnapshot> servers) {
    return servers.stream()
        .filter(server -> server.spec().protocol() == Protocol.UDP)
        .map(server ->
            "the echo server "
                + server.id()
                + (server.reason().isEmpty() ? " is stopped" : " does not run: " + server.reason()))
        .findFirst()
        .orElse("there is no UDP echo server");
  }
}
