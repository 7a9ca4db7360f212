package io.pingdeck.packet.icmp;

import static io.pingdeck.packet.icmp.IcmpErrorMessage.Reason.BAD_CHECKSUM;
import static io.pingdeck.packet.icmp.IcmpErrorMessage.Reason.BAD_HEADER;
import static io.pingdeck.packet.icmp.IcmpErrorMessage.Reason.NOT_AN_ERROR;
import static io.pingdeck.packet.icmp.IcmpErrorMessage.Reason.TOO_SHORT;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpErrorMessage.Reason;
import io.pingdeck.packet.icmp.IcmpErrorMessage.Rejected;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/// Parses ICMP errors from the network. Accepts any byte string.
///
/// ```
///  0               8               16                             31
/// +---------------+---------------+-------------------------------+
/// |     type      |     code      |           checksum            |
/// +---------------+---------------+-------------------------------+
/// |  v6: length   |  v4: length   |   v4: MTU   (v6: 32 bits)     |
/// +---------------+---------------+-------------------------------+
/// |  IP header and at least 8 bytes of the datagram it is about   |
/// +---------------------------------------------------------------+
/// |  extensions, if the length (RFC 4884) says where they start   |
/// +---------------------------------------------------------------+
/// ```
public final class IcmpErrorParser {
  private static final int CODE = 1;
  private static final int WORD_2 = 4;
  private static final int POINTER = 4;
  private static final int MTU = 6;
  private static final int HEADER = 8;
  private static final int IPV4_HEADER = 20;
  private static final int FRAGMENTATION_NEEDED = 4;

  private IcmpErrorParser() {}

  /// Parses an IPv4 packet with its IP header, as a raw socket receives it.
  ///
  /// @param packet from position to limit, which are not changed
  public static IcmpErrorMessage parseIpv4Packet(ByteBuffer packet) {
    ByteBuffer bytes = packet.slice();
    if (bytes.limit() < IPV4_HEADER) {
      return new Rejected(TOO_SHORT);
    }
    int headerBytes = (bytes.get(0) & 0xf) * Integer.BYTES;
    boolean isIpv4 = (bytes.get(0) >>> 4 & 0xf) == 4;
    if (!isIpv4 || headerBytes < IPV4_HEADER || headerBytes > bytes.limit()) {
      return new Rejected(BAD_HEADER);
    }
    return parse(bytes.position(headerBytes), false);
  }

  /// Parses an ICMP or ICMPv6 message from its type field on. Does not check the checksum of
  /// ICMPv6, which also covers the addresses: the kernel has done so.
  ///
  /// @param message from position to limit, which are not changed
  public static IcmpErrorMessage parse(ByteBuffer message, boolean ipv6) {
    ByteBuffer bytes = message.slice();
    if (bytes.limit() < HEADER) {
      return new Rejected(TOO_SHORT);
    }
    if (!ipv6 && InternetChecksum.of(bytes, 0, bytes.limit()) != 0) {
      return new Rejected(BAD_CHECKSUM);
    }
    int type = Byte.toUnsignedInt(bytes.get(0));
    int code = Byte.toUnsignedInt(bytes.get(CODE));
    if (!isError(type, ipv6)) {
      return new Rejected(NOT_AN_ERROR);
    }
    IcmpExtensions extensions = IcmpExtensions.find(bytes, ipv6, type, code);
    ByteBuffer quoting = bytes.slice(0, extensions.quoteEnd());
    IpHeader header = ipv6 ? IpHeader.ipv6(quoting, HEADER) : IpHeader.ipv4(quoting, HEADER);
    return switch (header) {
      case IpHeader.Unreadable(Reason reason) -> new Rejected(reason);
      case IpHeader.Read read ->
          new IcmpErrorMessage.Error(
              ipv6,
              type,
              code,
              info(bytes, ipv6, type, code),
              datagram(quoting, read, ipv6),
              extensions.mplsLabels());
    };
  }

  private static boolean isError(int type, boolean ipv6) {
    return ipv6
        ? type >= IcmpErrorMessage.V6_DESTINATION_UNREACHABLE
            && type <= IcmpErrorMessage.V6_PARAMETER_PROBLEM
        : switch (type) {
          case IcmpErrorMessage.DESTINATION_UNREACHABLE,
              IcmpErrorMessage.SOURCE_QUENCH,
              IcmpErrorMessage.REDIRECT,
              IcmpErrorMessage.TIME_EXCEEDED,
              IcmpErrorMessage.PARAMETER_PROBLEM ->
              true;
          default -> false;
        };
  }

  private static long info(ByteBuffer bytes, boolean ipv6, int type, int code) {
    if (ipv6) {
      boolean used =
          type == IcmpErrorMessage.V6_PACKET_TOO_BIG
              || type == IcmpErrorMessage.V6_PARAMETER_PROBLEM;
      return used ? Integer.toUnsignedLong(bytes.getInt(WORD_2)) : 0;
    }
    if (type == IcmpErrorMessage.DESTINATION_UNREACHABLE && code == FRAGMENTATION_NEEDED) {
      return Short.toUnsignedInt(bytes.getShort(MTU));
    }
    return type == IcmpErrorMessage.PARAMETER_PROBLEM ? Byte.toUnsignedInt(bytes.get(POINTER)) : 0;
  }

  private static QuotedDatagram datagram(ByteBuffer bytes, IpHeader.Read header, boolean ipv6) {
    int at = header.transportOffset();
    int available = header.transportBytes();
    boolean complete = available >= QuotedDatagram.MINIMUM_TRANSPORT;
    Endpoint source = header.source();
    Endpoint destination = header.destination();
    OptionalInt id = OptionalInt.empty();
    OptionalInt sequence = OptionalInt.empty();
    switch (header.protocol()) {
      case QuotedDatagram.UDP, QuotedDatagram.TCP -> {
        if (complete) {
          source = source.withPort(Short.toUnsignedInt(bytes.getShort(at)));
          destination = destination.withPort(Short.toUnsignedInt(bytes.getShort(at + 2)));
        }
      }
      case QuotedDatagram.ICMP, QuotedDatagram.ICMPV6 -> {
        ByteBuffer message = bytes.slice(at, available);
        if (IcmpMessage.isEchoRequest(message, available, ipv6)) {
          id = OptionalInt.of(IcmpMessage.identifier(message));
          sequence = OptionalInt.of(IcmpMessage.sequence(message));
        }
      }
      default -> {} // another protocol: only its addresses are known
    }
    return new QuotedDatagram(source, destination, header.protocol(), id, sequence, at, available);
  }
}
