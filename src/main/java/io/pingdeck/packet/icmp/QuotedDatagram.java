package io.pingdeck.packet.icmp;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.util.OptionalInt;

/// The start of a datagram of this host, as quoted in an ICMP error.
///
/// A quote that ends before the ports, or before the ICMP identifier and sequence, cannot be
/// matched to a probe: [#isTruncated()]. The addresses are those that the reporting host saw, which
/// a NAT may have rewritten: [#isBetween(Endpoint, Endpoint)].
///
/// @param source source address, with its port for UDP and TCP
/// @param destination destination address, with its port for UDP and TCP
/// @param protocol IP protocol number: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6
/// @param icmpId identifier of an ICMP echo request
/// @param icmpSequence sequence number of an ICMP echo request
/// @param transportOffset index of the transport header in the error message
/// @param transportBytes number of quoted bytes of transport header and payload
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

  /// RFC 792: every error quotes at least this many bytes after the IP header.
  static final int MINIMUM_TRANSPORT = 8;

  public QuotedDatagram {
    requireNonNull(source, "source");
    requireNonNull(destination, "destination");
    requireNonNull(icmpId, "icmpId");
    requireNonNull(icmpSequence, "icmpSequence");
  }

  /// Whether the quote is too short to identify the datagram.
  public boolean isTruncated() {
    return transportBytes < MINIMUM_TRANSPORT;
  }

  /// Whether addresses and ports equal those of the sent datagram. If not, a NAT rewrote them or
  /// the error is forged.
  public boolean isBetween(Endpoint sentFrom, Endpoint sentTo) {
    return source.sameAddress(sentFrom.high(), sentFrom.low())
        && source.port() == sentFrom.port()
        && destination.sameAddress(sentTo.high(), sentTo.low())
        && destination.port() == sentTo.port();
  }
}
