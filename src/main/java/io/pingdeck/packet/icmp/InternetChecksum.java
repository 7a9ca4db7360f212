package io.pingdeck.packet.icmp;

import io.pingdeck.packet.Endpoint;
import java.nio.ByteBuffer;

/// The checksum of IPv4, ICMP, UDP and TCP (RFC 1071): the one's complement of the one's complement
/// sum of all 16-bit words.
public final class InternetChecksum {
  private InternetChecksum() {}

  /// The checksum of bytes whose checksum field is 0; returns 0 if the field already contains the
  /// correct checksum.
  ///
  /// @param packet in network byte order; position and limit are not changed
  /// @return 0-65535
  public static int of(ByteBuffer packet, int offset, int length) {
    return fold(sum(0, packet, offset, length));
  }

  /// Adds bytes to a running sum. All pieces but the last must have an even length.
  static long sum(long sum, ByteBuffer packet, int offset, int length) {
    long total = sum;
    int end = offset + length;
    int at = offset;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long four = packet.getLong(at);
      total += (four >>> 32) + (four & 0xffff_ffffL);
    }
    if (at + Integer.BYTES <= end) {
      total += Integer.toUnsignedLong(packet.getInt(at));
      at += Integer.BYTES;
    }
    if (at + Short.BYTES <= end) {
      total += Short.toUnsignedInt(packet.getShort(at));
      at += Short.BYTES;
    }
    if (at < end) {
      total += Byte.toUnsignedInt(packet.get(at)) << 8; // RFC 1071: padded with a zero byte
    }
    return total;
  }

  /// The sum of the pseudo header, which transport checksums cover too (RFC 768, RFC 8200 8.1).
  static long pseudoHeader(Endpoint source, Endpoint destination, int protocol, int bytes) {
    return addresses(source) + addresses(destination) + protocol + bytes;
  }

  /// Excludes the prefix of IPv4-mapped addresses.
  private static long addresses(Endpoint address) {
    long low = address.isIpv4() ? Integer.toUnsignedLong((int) address.low()) : address.low();
    return words(address.high()) + words(low);
  }

  private static long words(long bits) {
    return (bits >>> 32) + (bits & 0xffff_ffffL);
  }

  static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded >>> 16) + (folded & 0xffff);
    }
    return (int) ~folded & 0xffff;
  }
}
