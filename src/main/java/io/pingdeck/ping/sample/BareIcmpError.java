package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpErrorNames;

/// An ICMP or ICMPv6 error from a pinged host that quotes no datagram, or too little of one. It
/// proves nothing about any probe and decides none, because anyone can forge it.
///
/// @param atEpochNanos arrival, nanoseconds since 1970 UTC
/// @param from its source; the port is 0
public record BareIcmpError(long atEpochNanos, int type, int code, Endpoint from) {
  public BareIcmpError {
    requireNonNull(from, "from");
  }

  /// Its meaning as text.
  public String name() {
    return IcmpErrorNames.name(!from.isIpv4(), type, code);
  }

  /// Whether it comes from the address of a ping.
  public boolean isFrom(Endpoint address) {
    return from.sameAddress(address.high(), address.low());
  }
}
