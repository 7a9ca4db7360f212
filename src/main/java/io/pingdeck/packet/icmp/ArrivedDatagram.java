package io.pingdeck.packet.icmp;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.nio.ByteBuffer;

/// A received datagram, for the quote in an ICMP error about it. Its headers are reconstructed from
/// what a socket reports.
///
/// No socket reports identification and flags of the IPv4 header, or the flow label of the IPv6
/// header. They are written as those of an atomic datagram without a flow: don't fragment, with
/// identification 0, which has no meaning there (RFC 6864).
///
/// @param source source address and port
/// @param destination destination address and port
/// @param hopLimit TTL or hop limit on arrival, 1-255
/// @param trafficClass TOS or traffic class on arrival, 0-255
public record ArrivedDatagram(
    Endpoint source, Endpoint destination, int hopLimit, int trafficClass) {
  private static final int UDP_HEADER = 8;
  private static final int UDP_CHECKSUM = 6;
  private static final int IPV4_CHECKSUM = 10;
  private static final int DONT_FRAGMENT = 0x4000;
  private static final int IPV4 = 4 << 4 | IpHeader.IPV4_BYTES / Integer.BYTES;

  public ArrivedDatagram {
    requireNonNull(source, "source");
    requireNonNull(destination, "destination");
    if (source.isIpv4() != destination.isIpv4()) {
      throw new IllegalArgumentException(source + " and " + destination + " are of two families");
    }
    octet("hopLimit", hopLimit, 1);
    octet("trafficClass", trafficClass, 0);
  }

  private static void octet(String name, int value, int min) {
    if (value < min || value > 255) {
      throw new IllegalArgumentException(name + " out of range: " + value);
    }
  }

  /// Writes the IP header, the UDP header and as much of the payload as fits, from index 0 on.
  ///
  /// @param payload the whole payload from index 0 on, which the checksum covers
  /// @return the number of bytes written
  public int writeUdp(ByteBuffer out, ByteBuffer payload, int payloadBytes) {
    int length = UDP_HEADER + payloadBytes;
    int at = writeIp(out, QuotedDatagram.UDP, length);
    out.putShort(at, (short) source.port());
    out.putShort(at + 2, (short) destination.port());
    out.putShort(at + 4, (short) length);
    out.putShort(at + UDP_CHECKSUM, (short) 0);
    long sum = InternetChecksum.sum(pseudoHeader(QuotedDatagram.UDP, length), out, at, UDP_HEADER);
    int checksum = InternetChecksum.fold(InternetChecksum.sum(sum, payload, 0, payloadBytes));
    out.putShort(at + UDP_CHECKSUM, (short) (checksum == 0 ? 0xffff : checksum)); // RFC 768
    return at + UDP_HEADER + copy(out, at + UDP_HEADER, payload, payloadBytes);
  }

  /// Writes the IP header and as much of a TCP segment as fits, from index 0 on.
  ///
  /// @param segment the segment from its TCP header on, copied unchanged
  /// @return the number of bytes written
  public int writeTcp(ByteBuffer out, ByteBuffer segment, int segmentBytes) {
    int at = writeIp(out, QuotedDatagram.TCP, segmentBytes);
    return at + copy(out, at, segment, segmentBytes);
  }

  private static int copy(ByteBuffer out, int at, ByteBuffer from, int bytes) {
    int room = Math.min(bytes, out.capacity() - at);
    out.put(at, from, 0, room);
    return room;
  }

  private int writeIp(ByteBuffer out, int protocol, int transportBytes) {
    return source.isIpv4()
        ? writeIpv4(out, protocol, transportBytes)
        : writeIpv6(out, protocol, transportBytes);
  }

  private int writeIpv4(ByteBuffer out, int protocol, int transportBytes) {
    out.put(0, (byte) IPV4);
    out.put(1, (byte) trafficClass);
    out.putShort(2, (short) (IpHeader.IPV4_BYTES + transportBytes));
    out.putShort(4, (short) 0);
    out.putShort(6, (short) DONT_FRAGMENT);
    out.put(8, (byte) hopLimit);
    out.put(9, (byte) protocol);
    out.putShort(IPV4_CHECKSUM, (short) 0);
    out.putInt(12, (int) source.low());
    out.putInt(16, (int) destination.low());
    out.putShort(IPV4_CHECKSUM, (short) InternetChecksum.of(out, 0, IpHeader.IPV4_BYTES));
    return IpHeader.IPV4_BYTES;
  }

  private int writeIpv6(ByteBuffer out, int protocol, int transportBytes) {
    out.putInt(0, 6 << 28 | trafficClass << 20);
    out.putShort(4, (short) transportBytes);
    out.put(6, (byte) protocol);
    out.put(7, (byte) hopLimit);
    out.putLong(8, source.high());
    out.putLong(16, source.low());
    out.putLong(24, destination.high());
    out.putLong(32, destination.low());
    return IpHeader.IPV6_BYTES;
  }

  private long pseudoHeader(int protocol, int bytes) {
    return InternetChecksum.pseudoHeader(source, destination, protocol, bytes);
  }
}
