package io.pingdeck.packet.icmp;

import java.nio.ByteBuffer;

/// The chain of extension headers between the IPv6 header and the transport header (RFC 8200
/// section 4).
///
/// @param protocol the first header in the chain that is not an extension header
/// @param offset index at which it starts; never beyond the end of the bytes
/// @param hasTransport false if the chain is truncated, or the packet is a later fragment
record Ipv6Chain(int protocol, int offset, boolean hasTransport) {
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int UNIT = 8;
  private static final int FRAGMENT_OFFSET_BITS = 0xfff8;

  static Ipv6Chain walk(ByteBuffer bytes, int start, int end, byte firstHeader) {
    int protocol = Byte.toUnsignedInt(firstHeader);
    int at = start;
    while (isExtension(protocol)) {
      if (end - at < UNIT) {
        return new Ipv6Chain(protocol, at, false);
      }
      boolean isFragment = protocol == FRAGMENT;
      if (isFragment && (bytes.getShort(at + 2) & FRAGMENT_OFFSET_BITS) != 0) {
        return new Ipv6Chain(Byte.toUnsignedInt(bytes.get(at)), at + UNIT, false);
      }
      int length = isFragment ? UNIT : (Byte.toUnsignedInt(bytes.get(at + 1)) + 1) * UNIT;
      if (length > end - at) {
        return new Ipv6Chain(protocol, at, false);
      }
      protocol = Byte.toUnsignedInt(bytes.get(at));
      at += length;
    }
    return new Ipv6Chain(protocol, at, true);
  }

  private static boolean isExtension(int header) {
    return switch (header) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS -> true;
      default -> false;
    };
  }
}
