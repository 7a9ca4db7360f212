package io.pingdeck.packet.icmp;

import io.pingdeck.packet.Endpoint;
import java.nio.ByteBuffer;

/// Writes ICMP and ICMPv6 errors, as the destination host of a datagram sends them.
///
/// ```
///  0               8               16                             31
/// +---------------+---------------+-------------------------------+
/// |     type      |     code      |           checksum            |
/// +---------------+---------------+-------------------------------+
/// |                           unused (0)                          |
/// +---------------------------------------------------------------+
/// |  the datagram from its IP header on, up to the message's limit |
/// +---------------------------------------------------------------+
/// ```
public final class IcmpErrorWriter {
  /// Size of the longest message.
  public static final int MAX_MESSAGE_BYTES = 1280 - IpHeader.IPV6_BYTES;

  // RFC 1812 4.3.2.3: quote as much as fits into a packet of at most 576 bytes.
  private static final int MAX_IPV4_MESSAGE = 576 - IpHeader.IPV4_BYTES;
  private static final int HEADER = 8;
  private static final int CODE = 1;
  private static final int CHECKSUM = 2;
  private static final int UNUSED = 4;

  private IcmpErrorWriter() {}

  /// Writes a whole message, from index 0 on.
  ///
  /// @param datagram from its IP header on; position and limit are not changed
  /// @return the message's length in bytes: with its IP header at most 576 for IPv4, and the
  ///   minimum MTU for IPv6 (RFC 4443 2.4 c)
  public static int write(ByteBuffer message, int type, int code, ByteBuffer datagram) {
    boolean ipv6 = (datagram.get(datagram.position()) >>> 4 & 0xf) == 6;
    int limit = ipv6 ? MAX_MESSAGE_BYTES : MAX_IPV4_MESSAGE;
    int quoted = Math.min(datagram.remaining(), limit - HEADER);
    int length = HEADER + quoted;
    message.put(0, (byte) type);
    message.put(CODE, (byte) code);
    message.putShort(CHECKSUM, (short) 0);
    message.putInt(UNUSED, 0);
    message.put(HEADER, datagram, datagram.position(), quoted);
    long covered = ipv6 ? pseudoHeader(message, length) : 0;
    int checksum = InternetChecksum.fold(InternetChecksum.sum(covered, message, 0, length));
    message.putShort(CHECKSUM, (short) checksum);
    return length;
  }

  /// The error travels in the reverse direction of the quoted datagram (RFC 4443 2.2, 2.3).
  private static long pseudoHeader(ByteBuffer message, int length) {
    Endpoint sender = address(message, HEADER + 8);
    Endpoint receiver = address(message, HEADER + 24);
    return InternetChecksum.pseudoHeader(receiver, sender, QuotedDatagram.ICMPV6, length);
  }

  private static Endpoint address(ByteBuffer message, int at) {
    return new Endpoint(message.getLong(at), message.getLong(at + Long.BYTES), 0, 0);
  }
}
