package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

/// What is pinged, written as a URI: `udp://host:12000`, `tcp://host:12001`, `icmp://host`,
/// `udp://[::1]:12000`.
///
/// @param host a DNS name (RFC 1123), a dotted quad, or an IPv6 address without brackets, perhaps
///   with a zone (`fe80::1%eth0`)
/// @param port 1-65535, or 0 where the protocol has none
public record Target(Protocol protocol, String host, int port) {
  public Target {
    requireNonNull(protocol, "protocol");
    requireNonNull(host, "host");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host is empty");
    }
    if (protocol.hasPort() ? port < 1 || port > 65535 : port != 0) {
      throw new IllegalArgumentException("not a port for " + protocol + ": " + port);
    }
  }

  /// Reads a target as a person writes it. Strict: see [HostGrammar]; asks no name server.
  ///
  /// @throws FaultException with every fault, all of the field `target`
  public static Target parse(String text) {
    return TargetParser.parse(text);
  }

  /// The URI this target is written as.
  @Override
  public String toString() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return protocol.scheme() + "://" + bracketed + (protocol.hasPort() ? ":" + port : "");
  }
}
