package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;

/// An ICMP or ICMPv6 error that a host or router sent about one of our probes (RFC 792, RFC 4443).
///
/// @param type ICMP type; its meaning depends on the family of `from`
/// @param code ICMP code
/// @param from who sent the error; the port is 0
/// @param info the error's extra word: next-hop MTU for "packet too big", otherwise 0
public record IcmpError(int type, int code, Endpoint from, long info) {
  public IcmpError {
    requireNonNull(from, "from");
    if ((type & ~0xff) != 0 || (code & ~0xff) != 0) {
      throw new IllegalArgumentException("ICMP type and code are bytes: " + type + "/" + code);
    }
  }

  /// What it says, in words: `port unreachable`, `hop limit exceeded`.
  public String name() {
    return IcmpNames.of(this);
  }
}
