package io.pingdeck.packet.icmp;

import java.nio.ByteBuffer;

/// ICMP and ICMPv6 echo messages (RFC 792 page 14, RFC 4443 section 4), read and written in place.
///
/// ```
///  0               8               16                             31
/// +---------------+---------------+-------------------------------+
/// |     type      |   code (0)    |           checksum            |
/// +---------------+---------------+-------------------------------+
/// |          identifier           |        sequence number        |
/// +-------------------------------+-------------------------------+
/// |  data ...
/// ```
///
/// Messages start at index 0 of buffers in network byte order. Positions and limits are not
/// changed.
public final class IcmpMessage {
  public static final int ECHO_REPLY = 0;
  public static final int ECHO_REQUEST = 8;
  public static final int V6_ECHO_REQUEST = 128;
  public static final int V6_ECHO_REPLY = 129;

  /// Offset of the data.
  public static final int HEADER_BYTES = 8;

  private static final int CHECKSUM = 2;
  private static final int IDENTIFIER = 4;
  private static final int SEQUENCE = 6;

  private IcmpMessage() {}

  /// Writes the header of an echo request, with checksum 0. The caller writes the data.
  ///
  /// @param identifier 0-65535
  /// @param sequence only its low 16 bits are used, so it wraps (RFC 792 leaves its use to the
  ///   sender)
  public static void writeEchoRequest(
      ByteBuffer message, boolean ipv6, int identifier, int sequence) {
    message.put(0, (byte) (ipv6 ? V6_ECHO_REQUEST : ECHO_REQUEST));
    message.put(1, (byte) 0);
    message.putShort(CHECKSUM, (short) 0);
    message.putShort(IDENTIFIER, (short) identifier);
    message.putShort(SEQUENCE, (short) sequence);
  }

  /// Whether the message is an echo reply with a complete header.
  public static boolean isEchoReply(ByteBuffer message, int length, boolean ipv6) {
    return length >= HEADER_BYTES
        && type(message) == (ipv6 ? V6_ECHO_REPLY : ECHO_REPLY)
        && message.get(1) == 0;
  }

  /// Whether the message is an echo request with a complete header, as an ICMP error quotes it.
  public static boolean isEchoRequest(ByteBuffer message, int length, boolean ipv6) {
    return length >= HEADER_BYTES
        && type(message) == (ipv6 ? V6_ECHO_REQUEST : ECHO_REQUEST)
        && message.get(1) == 0;
  }

  public static int type(ByteBuffer message) {
    return Byte.toUnsignedInt(message.get(0));
  }

  public static int identifier(ByteBuffer message) {
    return Short.toUnsignedInt(message.getShort(IDENTIFIER));
  }

  public static int sequence(ByteBuffer message) {
    return Short.toUnsignedInt(message.getShort(SEQUENCE));
  }

  /// Writes the checksum of an ICMPv4 message. The kernel writes that of ICMPv6, which covers the
  /// addresses.
  public static void writeChecksum(ByteBuffer message, int length) {
    message.putShort(CHECKSUM, (short) 0);
    message.putShort(CHECKSUM, (short) InternetChecksum.of(message, 0, length));
  }
}
