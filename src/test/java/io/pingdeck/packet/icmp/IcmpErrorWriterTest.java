package io.pingdeck.packet.icmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpErrorWriterTest {
  private static final Endpoint CLIENT = endpoint("192.0.2.1", 40_000);
  private static final Endpoint SERVER = endpoint("198.51.100.13", 12_000);
  private static final Endpoint CLIENT6 = endpoint("2001:db8:1::1", 40_000);
  private static final Endpoint SERVER6 = endpoint("2001:db8:2::13", 12_000);
  private static final byte[] PROBE =
      "ping 7 1735689600123 pd1:0123456789abcdef".getBytes(US_ASCII);

  /// The output equals what Linux sent about the same datagram.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "icmp-3-0-net-unreachable-udp",
        "icmp-3-1-host-unreachable-icmp",
        "icmp-3-1-host-unreachable-udp",
        "icmp-3-3-port-unreachable-tcp",
        "icmp-3-3-port-unreachable-udp",
        "icmp-3-13-prohibited-tcp",
        "icmp-3-13-prohibited-udp",
        "icmpv6-1-3-address-unreachable-udp",
        "icmpv6-1-4-port-unreachable-icmp",
        "icmpv6-1-4-port-unreachable-tcp",
        "icmpv6-1-4-port-unreachable-udp",
        "icmpv6-1-6-reject-route-tcp",
      })
  void aCapturedErrorIsWrittenByteForByte(String name) {
    PacketFile file = PacketFile.named(name);
    int start = file.isIpv6() ? 0 : IpHeader.IPV4_BYTES;
    byte[] captured = Arrays.copyOfRange(file.bytes(), start, file.bytes().length);
    ByteBuffer datagram = ByteBuffer.wrap(captured, 8, captured.length - 8);
    ByteBuffer message = room();

    int length = IcmpErrorWriter.write(message, captured[0], captured[1], datagram);

    assertThat(bytes(message, length)).isEqualTo(captured);
  }

  /// Identification and flow label are those that Linux chose, because no socket reports them.
  /// These captures lack the UDP checksum (offloaded to the interface), so it was computed by
  /// another program.
  @ParameterizedTest
  @CsvSource({"icmp-3-3-port-unreachable-udp, f5e7", "icmpv6-1-4-port-unreachable-udp, 86a1"})
  void aCapturedDatagramIsWrittenByteForByte(String name, String checksum) {
    PacketFile file = PacketFile.named(name);
    boolean ipv6 = file.isIpv6();
    byte[] all = file.bytes();
    byte[] quoted = Arrays.copyOfRange(all, ipv6 ? 8 : 28, all.length);
    ArrivedDatagram arrived =
        new ArrivedDatagram(
            ipv6 ? CLIENT6 : CLIENT, ipv6 ? SERVER6 : SERVER, quoted[ipv6 ? 7 : 8], 0);
    ByteBuffer datagram = room();

    int length = arrived.writeUdp(datagram, ByteBuffer.wrap(PROBE), PROBE.length);

    if (ipv6) {
      datagram.putInt(0, ByteBuffer.wrap(quoted).getInt(0));
    } else {
      datagram.putShort(4, ByteBuffer.wrap(quoted).getShort(4));
      datagram.putShort(10, (short) 0);
      datagram.putShort(10, (short) InternetChecksum.of(datagram, 0, IpHeader.IPV4_BYTES));
    }
    ByteBuffer expected = ByteBuffer.wrap(quoted);
    expected.putShort((ipv6 ? 40 : 20) + 6, (short) Integer.parseInt(checksum, 16));
    assertThat(bytes(datagram, length)).isEqualTo(quoted);
  }

  /// RFC 1812 4.3.2.3: 576 bytes with the IP header. RFC 4443 2.4 (c): the smallest MTU.
  @ParameterizedTest
  @CsvSource({"false, 1472, 556, 3, 3", "true, 1452, 1240, 1, 4", "false, 0, 36, 11, 0"})
  void aLongDatagramIsQuotedUpToTheLimit(
      boolean ipv6, int payload, int expected, int type, int code) {
    ArrivedDatagram arrived =
        new ArrivedDatagram(ipv6 ? CLIENT6 : CLIENT, ipv6 ? SERVER6 : SERVER, 64, 0xb8);
    ByteBuffer datagram = room();
    int written = arrived.writeUdp(datagram, ByteBuffer.allocate(payload), payload);
    ByteBuffer message = room();

    int length = IcmpErrorWriter.write(message, type, code, datagram.limit(written));

    assertThat(length).isEqualTo(expected);
    IcmpErrorMessage read = IcmpErrorParser.parse(message.limit(length), ipv6);
    assertThat(read).isInstanceOf(IcmpErrorMessage.Error.class);
    IcmpErrorMessage.Error error = (IcmpErrorMessage.Error) read;
    assertThat(error.type()).isEqualTo(type);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.datagram().isBetween(ipv6 ? CLIENT6 : CLIENT, ipv6 ? SERVER6 : SERVER))
        .isTrue();
  }

  @Test
  void aTcpSegmentIsQuotedWithItsOwnSequenceNumber() {
    ByteBuffer syn = ByteBuffer.allocate(40);
    syn.putShort((short) 40_000).putShort((short) 12_000).putInt(0xcafe_babe).rewind();
    ByteBuffer datagram = room();

    int length = new ArrivedDatagram(CLIENT, SERVER, 64, 0).writeTcp(datagram, syn, 40);

    assertThat(length).isEqualTo(60);
    assertThat(datagram.get(9)).isEqualTo((byte) QuotedDatagram.TCP);
    assertThat(datagram.getInt(24)).isEqualTo(0xcafe_babe);
    assertThat(InternetChecksum.of(datagram, 0, IpHeader.IPV4_BYTES)).isZero();
  }

  private static Endpoint endpoint(String host, int port) {
    return Endpoint.of(InetAddress.ofLiteral(host), port);
  }

  private static ByteBuffer room() {
    return ByteBuffer.allocate(IcmpErrorWriter.MAX_MESSAGE_BYTES);
  }

  private static byte[] bytes(ByteBuffer buffer, int length) {
    return Arrays.copyOf(buffer.array(), length);
  }
}
