package io.pingdeck.packet.icmp;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.util.OptionalInt;

/// The start of one of our datagrams, as an ICMP error quotes it.
///
/// A quote cut before the end of the ports or of the ICMP identifier and sequence can never be
/// matched to a probe: [#isTruncated()]. The addresses are those the reporting host saw, which a
/// NAT in between may have rewritten: [#isBetween(Endpoint, Endpoint)].
///
/// @param source address it came from, with its port if UDP or TCP
/// @param destination address it went to, with its port if UDP or TCP
/// @param protocol IP protocol number: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6
/// @param icmpId identifier, if it is an ICMP echo request
/// @param icmpSequence sequence number, if it is an ICMP echo request
/// @param transportOffset where the transport header starts in the error message
/// @param transportBytes how much of transport header and payload is quoted
public record QuotedDatagram(
    Endpoint source,
    Endpoint destination,
    int protocol,
    OptionalInt icmpId,
    OptionalInt icmpSequence,
    int transportOffset,
    int transportBytes) {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMPV6 = 58;

  /// RFC 792: every error quotes at least this much after the IP header.
  static final int MINIMUM_TRANSPORT = 8;

  public QuotedDatagram {
    requireNonNull(source, "source");
    requireNonNull(destination, "destination");
    requireNonNull(icmpId, "icmpId");
    requireNonNull(icmpSequence, "icmpSequence");
  }

  /// Whether too little is quoted to tell one datagram from another.
  public boolean isTruncated() {
    return transportBytes < MINIMUM_TRANSPORT;
  }

  /// Whether addresses and ports are exactly those it was sent with; if not, some NAT rewrote them
  /// or the error is forged.
  public boolean isBetween(Endpoint sentFrom, Endpoint sentTo) {
    return source.sameAddress(sentFrom.high(), sentFrom.low())
        && source.port() == sentFrom.port()
        && destination.sameAddress(sentTo.high(), sentTo.low())
        && destination.port() == sentTo.port();
  }
}
