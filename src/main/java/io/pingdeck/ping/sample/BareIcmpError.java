package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpErrorNames;

/// An ICMP or ICMPv6 error from a pinged host that quotes no datagram, or too little of one. It
/// proves nothing about any probe and decides none: anybody can send it.
///
/// @param atEpochNanos when it arrived, nanoseconds since 1970 UTC
/// @param from who sent it; the port is 0
public record BareIcmpError(long atEpochNanos, int type, int code, Endpoint from) {
  public BareIcmpError {
    requireNonNull(from, "from");
  }

  /// What it says, in words.
  public String name() {
    return IcmpErrorNames.name(!from.isIpv4(), type, code);
  }

  /// Whether it comes from the host that a ping with this address goes to.
  public boolean isFrom(Endpoint address) {
    return from.sameAddress(address.high(), address.low());
  }
}
