package io.pingdeck.packet.icmp;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// The result of parsing an ICMP or ICMPv6 error message.
public sealed interface IcmpErrorMessage {
  /// A well-formed error.
  ///
  /// @param info the second word as its type defines it: next-hop MTU for "fragmentation needed"
  ///   and "packet too big", the pointer for "parameter problem", otherwise 0
  /// @param datagram the quoted datagram
  /// @param mplsLabels label stack that the router added, outermost first; usually empty
  record Error(
      boolean ipv6,
      int type,
      int code,
      long info,
      QuotedDatagram datagram,
      List<MplsLabel> mplsLabels)
      implements IcmpErrorMessage {
    public Error {
      requireNonNull(datagram, "datagram");
      mplsLabels = List.copyOf(mplsLabels);
    }

    /// Whether the quoted probe has failed. Source quench (RFC 6633) and redirects (RFC 1122
    /// section 3.2.2.2) are advisory: the router forwarded the datagram.
    public boolean endsProbe() {
      return ipv6 || (type != SOURCE_QUENCH && type != REDIRECT);
    }
  }

  /// Not a usable error.
  record Rejected(Reason reason) implements IcmpErrorMessage {
    public Rejected {
      requireNonNull(reason, "reason");
    }
  }

  /// Why a message is rejected.
  enum Reason {
    /// Shorter than the ICMP header and the smallest IP header.
    TOO_SHORT,
    /// The outer or the quoted IP header has the wrong version or an impossible length.
    BAD_HEADER,
    /// The ICMP checksum is wrong.
    BAD_CHECKSUM,
    /// Another ICMP message.
    NOT_AN_ERROR
  }

  int DESTINATION_UNREACHABLE = 3;
  int SOURCE_QUENCH = 4;
  int REDIRECT = 5;
  int TIME_EXCEEDED = 11;
  int PARAMETER_PROBLEM = 12;
  int V6_DESTINATION_UNREACHABLE = 1;
  int V6_PACKET_TOO_BIG = 2;
  int V6_TIME_EXCEEDED = 3;
  int V6_PARAMETER_PROBLEM = 4;
}
