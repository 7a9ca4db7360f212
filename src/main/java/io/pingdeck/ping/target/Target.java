package io.pingdeck.ping.target;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.dns.DnsQuestion;
import io.pingdeck.packet.dns.DnsType;
import java.util.Optional;

/// The target of a ping, written as a URI: `udp://host:12000`, `tcp://host:12001`, `icmp://host`,
/// `udp://[::1]:12000`, `smtp://mail.example`, `http://host:8080/path?x=1`,
/// `dns://127.0.0.1:5353/example.org?type=AAAA&transport=tcp`.
///
/// @param host a DNS name, a dotted quad, or an IPv6 address without brackets, perhaps with a zone
///   (`fe80::1%eth0`)
/// @param port 1-65535, or 0 where the protocol has none
/// @param path the requested resource, starting with a slash: path and query for HTTP; name, type
///   and transport for DNS, see [DnsPath]; present exactly for those
public record Target(Protocol protocol, String host, int port, Optional<String> path) {
  public Target {
    requireNonNull(protocol, "protocol");
    requireNonNull(host, "host");
    requireNonNull(path, "path");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host is empty");
    }
    if (protocol.hasPort() ? port < 1 || port > 65535 : port != 0) {
      throw new IllegalArgumentException("not a port for " + protocol + ": " + port);
    }
    if (path.isPresent() != protocol.hasPath()) {
      throw new IllegalArgumentException("not a path for " + protocol + ": " + path);
    }
  }

  /// A target without a path.
  public Target(Protocol protocol, String host, int port) {
    this(protocol, host, port, Optional.empty());
  }

  /// Parses a target written by a user. Strict, see [HostGrammar]; does not query DNS. A host
  /// alone, `192.0.2.1`, `2001:db8::1` or `example.com`, is pinged by ICMP.
  ///
  /// @throws io.pingdeck.base.FaultException with every fault, all of the field `target`
  public static Target parse(String text) {
    return TargetParser.parse(text);
  }

  /// The question of a DNS ping. Only valid for DNS.
  public DnsQuestion question() {
    return dns().question();
  }

  /// The same DNS target with another query type.
  Target asking(DnsType type) {
    return with(dns().asking(type));
  }

  /// Whether its probes are DNS queries over TCP (RFC 7766): one connection each, RTT from the SYN
  /// to the last byte of the answer. Does not allocate.
  public boolean isDnsOverTcp() {
    return protocol == Protocol.DNS && DnsPath.isOverTcp(path.get());
  }

  /// The same DNS target over TCP.
  public Target overTcp() {
    return with(new DnsPath(question(), true));
  }

  /// Whether probes are datagrams. Only then may an answer without its token be matched by its
  /// source address: otherwise the connection identifies the probe.
  public boolean hasDatagrams() {
    return protocol.hasDatagrams() && !isDnsOverTcp();
  }

  private DnsPath dns() {
    return DnsPath.read(path.orElseThrow());
  }

  private Target with(DnsPath other) {
    return new Target(protocol, host, port, Optional.of(other.text()));
  }

  /// The URI of this target, without a default port.
  @Override
  public String toString() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    boolean tellsPort = protocol.hasPort() && port != protocol.usualPort().orElse(0);
    return protocol.scheme() + "://" + bracketed + (tellsPort ? ":" + port : "") + path.orElse("");
  }
}
