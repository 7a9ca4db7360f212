package io.pingdeck.packet.icmp;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpErrorMessage.Reason;
import java.nio.ByteBuffer;

/// The quoted IP header, up to the transport header (RFC 791, RFC 8200).
sealed interface IpHeader {
  int IPV4_BYTES = 20;
  int IPV6_BYTES = 40;

  /// @param transportOffset index at which the transport header starts
  /// @param transportBytes number of bytes available from there; 0 in a later fragment, which has
  ///   no transport header
  record Read(
      Endpoint source, Endpoint destination, int protocol, int transportOffset, int transportBytes)
      implements IpHeader {}

  record Unreadable(Reason reason) implements IpHeader {}

  static IpHeader ipv4(ByteBuffer bytes, int start) {
    int available = bytes.limit() - start;
    if (available < IPV4_BYTES) {
      return new Unreadable(Reason.TOO_SHORT);
    }
    int headerBytes = (bytes.get(start) & 0xf) * Integer.BYTES;
    boolean isIpv4 = (bytes.get(start) >>> 4 & 0xf) == 4;
    if (!isIpv4 || headerBytes < IPV4_BYTES || headerBytes > available) {
      return new Unreadable(Reason.BAD_HEADER);
    }
    boolean laterFragment = (bytes.getShort(start + 6) & 0x1fff) != 0;
    // Some routers quote a total length that they have already changed, so it may only shorten.
    int total = Short.toUnsignedInt(bytes.getShort(start + 2));
    int end = total < headerBytes ? available : Math.min(total, available);
    return new Read(
        Endpoint.ipv4(bytes.getInt(start + 12), 0),
        Endpoint.ipv4(bytes.getInt(start + 16), 0),
        Byte.toUnsignedInt(bytes.get(start + 9)),
        start + headerBytes,
        laterFragment ? 0 : end - headerBytes);
  }

  static IpHeader ipv6(ByteBuffer bytes, int start) {
    int available = bytes.limit() - start;
    if (available < IPV6_BYTES) {
      return new Unreadable(Reason.TOO_SHORT);
    }
    if ((bytes.get(start) >>> 4 & 0xf) != 6) {
      return new Unreadable(Reason.BAD_HEADER);
    }
    int payload = Short.toUnsignedInt(bytes.getShort(start + 4));
    int end = start + (payload == 0 ? available : Math.min(IPV6_BYTES + payload, available));
    Ipv6Chain chain = Ipv6Chain.walk(bytes, start + IPV6_BYTES, end, bytes.get(start + 6));
    return new Read(
        new Endpoint(bytes.getLong(start + 8), bytes.getLong(start + 16), 0, 0),
        new Endpoint(bytes.getLong(start + 24), bytes.getLong(start + 32), 0, 0),
        chain.protocol(),
        chain.offset(),
        chain.hasTransport() ? end - chain.offset() : 0);
  }
}
