package io.pingdeck.packet.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.text.LabText;
import io.pingdeck.packet.text.LabTextParser;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// ICMP errors of routers and hosts with their quotes, captured or built from the RFCs.
class PacketFilesTest {
  private static final long TOKEN = 0x0123456789abcdefL;

  private static final String QUOTES =
      """
      icmp-0-0-echo-reply | NOT_AN_ERROR
      icmp-11-0-interface-information-icmp | ICMP 192.0.2.1 > 198.51.100.1 id 48879 seq 513, 24 bytes at 28
      icmp-11-0-later-fragment-udp | UDP 192.0.2.1 > 198.51.100.1, 0 bytes at 28
      icmp-11-0-mpls-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 28, label 24001, label 16
      icmp-11-0-mpls-without-checksum-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 28, label 24001, label 16
      icmp-11-0-mpls-without-length-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 28
      icmp-11-0-ttl-exceeded-icmp | ICMP 192.0.2.1 > 198.51.100.1 id 48879 seq 513, 24 bytes at 28
      icmp-11-0-ttl-exceeded-tcp | TCP 192.0.2.1:40001 > 198.51.100.1:12001, 40 bytes at 28
      icmp-11-0-ttl-exceeded-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 28
      icmp-11-1-reassembly-timeout-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 56 bytes at 28
      icmp-12-0-parameter-problem-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 32, info 20
      icmp-12-1-option-missing-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 28
      icmp-3-0-net-unreachable-udp | UDP 192.0.2.1:40000 > 198.51.100.10:12000, 49 bytes at 28
      icmp-3-1-host-unreachable-icmp | ICMP 192.0.2.1 > 198.51.100.11 id 48879 seq 513, 24 bytes at 28
      icmp-3-1-host-unreachable-udp | UDP 192.0.2.1:40000 > 198.51.100.11:12000, 49 bytes at 28
      icmp-3-10-host-prohibited-icmp | ICMP 192.0.2.1 > 198.51.100.15 id 48879 seq 513, 24 bytes at 28
      icmp-3-13-prohibited-icmp | ICMP 192.0.2.1 > 198.51.100.16 id 48879 seq 513, 24 bytes at 28
      icmp-3-13-prohibited-tcp | TCP 192.0.2.1:40001 > 198.51.100.16:12001, 40 bytes at 28
      icmp-3-13-prohibited-udp | UDP 192.0.2.1:40000 > 198.51.100.16:12000, 49 bytes at 28
      icmp-3-2-protocol-unreachable-253 | protocol 253 192.0.2.1 > 198.51.100.1, 16 bytes at 28
      icmp-3-2-protocol-unreachable-udp | UDP 192.0.2.1:40000 > 198.51.100.12:12000, 49 bytes at 28
      icmp-3-3-bad-checksum-udp | BAD_CHECKSUM
      icmp-3-3-cut-quote-udp | UDP 192.0.2.1 > 198.51.100.1, 4 bytes at 28
      icmp-3-3-port-unreachable-icmp | ICMP 192.0.2.1 > 198.51.100.13 id 48879 seq 513, 24 bytes at 28
      icmp-3-3-port-unreachable-tcp | TCP 192.0.2.1:40001 > 198.51.100.13:12001, 40 bytes at 28
      icmp-3-3-port-unreachable-udp | UDP 192.0.2.1:40000 > 198.51.100.13:12000, 49 bytes at 28
      icmp-3-3-shortest-quote-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 8 bytes at 28
      icmp-3-4-fragmentation-needed-icmp | ICMP 192.0.2.1 > 198.51.100.1 id 48879 seq 513, 528 bytes at 28, info 1280
      icmp-3-4-fragmentation-needed-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 528 bytes at 28, info 1280
      icmp-3-4-fragmentation-needed-without-mtu-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 28
      icmp-3-5-source-route-failed-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 36
      icmp-3-9-net-prohibited-udp | UDP 192.0.2.1:40000 > 198.51.100.14:12000, 49 bytes at 28
      icmp-4-0-source-quench-udp | UDP 192.0.2.1:40000 > 198.51.100.1:12000, 49 bytes at 28
      icmp-5-1-redirect-icmp | ICMP 192.0.2.1 > 198.51.100.1 id 48879 seq 513, 24 bytes at 28
      icmp-8-0-echo-request | NOT_AN_ERROR
      icmpv6-1-0-later-fragment-udp | UDP 2001:db8:1::1 > 2001:db8:2::1, 0 bytes at 56
      icmpv6-1-0-no-route-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::10]:12000, 49 bytes at 48
      icmpv6-1-1-prohibited-icmp | ICMPv6 2001:db8:1::1 > 2001:db8:2::11 id 48879 seq 513, 24 bytes at 48
      icmpv6-1-3-address-unreachable-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::12]:12000, 49 bytes at 48
      icmpv6-1-3-shortest-quote-icmp | ICMPv6 2001:db8:1::1 > 2001:db8:2::1 id 48879 seq 513, 8 bytes at 48
      icmpv6-1-4-behind-extension-headers-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::1]:12000, 49 bytes at 88
      icmpv6-1-4-port-unreachable-icmp | ICMPv6 2001:db8:1::1 > 2001:db8:2::13 id 48879 seq 513, 24 bytes at 48
      icmpv6-1-4-port-unreachable-tcp | TCP [2001:db8:1::1]:40001 > [2001:db8:2::13]:12001, 40 bytes at 48
      icmpv6-1-4-port-unreachable-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::13]:12000, 49 bytes at 48
      icmpv6-1-5-source-policy-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::14]:12000, 49 bytes at 48
      icmpv6-1-6-reject-route-tcp | TCP [2001:db8:1::1]:40001 > [2001:db8:2::15]:12001, 40 bytes at 48
      icmpv6-128-0-echo-request | NOT_AN_ERROR
      icmpv6-129-0-echo-reply | NOT_AN_ERROR
      icmpv6-135-0-neighbour-solicitation | NOT_AN_ERROR
      icmpv6-2-0-packet-too-big-icmp | ICMPv6 2001:db8:1::1 > 2001:db8:2::1 id 48879 seq 513, 1192 bytes at 48, info 1280
      icmpv6-2-0-packet-too-big-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::1]:12000, 1192 bytes at 48, info 1280
      icmpv6-3-0-hop-limit-exceeded-icmp | ICMPv6 2001:db8:1::1 > 2001:db8:2::1 id 48879 seq 513, 24 bytes at 48
      icmpv6-3-0-hop-limit-exceeded-tcp | TCP [2001:db8:1::1]:40001 > [2001:db8:2::1]:12001, 40 bytes at 48
      icmpv6-3-0-hop-limit-exceeded-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::1]:12000, 49 bytes at 48
      icmpv6-3-0-mpls-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::1]:12000, 49 bytes at 48, label 24001, label 16
      icmpv6-3-1-reassembly-timeout-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::1]:12000, 56 bytes at 56
      icmpv6-4-0-erroneous-header-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::1]:12000, 49 bytes at 56, info 42
      icmpv6-4-1-unrecognized-next-header-253 | protocol 253 2001:db8:1::1 > 2001:db8:2::1, 16 bytes at 48, info 6
      icmpv6-4-2-unrecognized-option-udp | UDP [2001:db8:1::1]:40000 > [2001:db8:2::1]:12000, 49 bytes at 56, info 42
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = QUOTES)
  void everyPacketSaysWhatWasSentAndWhere(String name, String quote) {
    PacketFile file = PacketFile.named(name);

    IcmpErrorMessage message = parse(file);

    assertThat(summary(message)).isEqualTo(quote);
    if (message instanceof IcmpErrorMessage.Error error) {
      assertThat(error.ipv6()).isEqualTo(file.isIpv6());
      assertThat(name).contains("-" + error.type() + "-" + error.code() + "-");
    }
  }

  @Test
  void noPacketIsForgotten() {
    assertThat(QUOTES.lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactlyInAnyOrderElementsOf(
            PacketFile.all().stream().map(PacketFile::name).toList());
  }

  static List<PacketFile> whole() {
    return PacketFile.all().stream()
        .filter(file ->
            parse(file) instanceof IcmpErrorMessage.Error error
                && switch (error.datagram().protocol()) {
                  case QuotedDatagram.UDP -> error.datagram().transportBytes() >= 49;
                  case QuotedDatagram.ICMP, QuotedDatagram.ICMPV6 ->
                      error.datagram().transportBytes() >= 16;
                  default -> false;
                })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("whole")
  void aQuoteThatIsLongEnoughHoldsOurToken(PacketFile file) {
    QuotedDatagram datagram = ((IcmpErrorMessage.Error) parse(file)).datagram();
    int start = file.bytes().length - icmpMessage(file).limit() + datagram.transportOffset();
    ByteBuffer transport = ByteBuffer.wrap(file.bytes(), start, datagram.transportBytes()).slice();

    if (datagram.protocol() == QuotedDatagram.UDP) {
      LabTextParser parser = new LabTextParser();
      assertThat(parser.parse(transport, 8, transport.limit() - 8)).isEqualTo(LabText.Kind.TAGGED);
      assertThat(parser.token()).isEqualTo(TOKEN);
      assertThat(parser.sequence()).isEqualTo(7);
    } else {
      assertThat(EchoData.token(transport)).isEqualTo(TOKEN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "icmp-8-0-echo-request, icmp-0-0-echo-reply",
    "icmpv6-128-0-echo-request, icmpv6-129-0-echo-reply"
  })
  void anEchoReplyMirrorsItsRequest(String requestName, String replyName) {
    PacketFile requestFile = PacketFile.named(requestName);
    ByteBuffer request = icmpMessage(requestFile);
    ByteBuffer reply = icmpMessage(PacketFile.named(replyName));
    boolean ipv6 = requestFile.isIpv6();

    assertThat(IcmpMessage.isEchoRequest(request, request.limit(), ipv6)).isTrue();
    assertThat(IcmpMessage.isEchoReply(reply, reply.limit(), ipv6)).isTrue();
    assertThat(IcmpMessage.identifier(request)).isEqualTo(0xbeef);
    assertThat(IcmpMessage.sequence(request)).isEqualTo(513);
    assertThat(reply.slice(4, reply.limit() - 4)).isEqualTo(request.slice(4, request.limit() - 4));
    assertThat(EchoData.token(reply)).isEqualTo(TOKEN);
  }

  private static IcmpErrorMessage parse(PacketFile file) {
    ByteBuffer bytes = ByteBuffer.wrap(file.bytes());
    return file.isIpv6()
        ? IcmpErrorParser.parse(bytes, true)
        : IcmpErrorParser.parseIpv4Packet(bytes);
  }

  /// The message from the ICMP type on.
  private static ByteBuffer icmpMessage(PacketFile file) {
    byte[] bytes = file.bytes();
    int start = file.isIpv6() ? 0 : (bytes[0] & 0xf) * Integer.BYTES;
    return ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
  }

  private static String summary(IcmpErrorMessage message) {
    return switch (message) {
      case IcmpErrorMessage.Rejected(IcmpErrorMessage.Reason reason) -> reason.name();
      case IcmpErrorMessage.Error error ->
          summary(error.datagram())
              + (error.info() == 0 ? "" : ", info " + error.info())
              + error.mplsLabels().stream()
                  .map(label -> ", label " + label.label())
                  .collect(Collectors.joining());
    };
  }

  private static String summary(QuotedDatagram datagram) {
    String protocol =
        switch (datagram.protocol()) {
          case QuotedDatagram.ICMP -> "ICMP";
          case QuotedDatagram.ICMPV6 -> "ICMPv6";
          case QuotedDatagram.TCP -> "TCP";
          case QuotedDatagram.UDP -> "UDP";
          default -> "protocol " + datagram.protocol();
        };
    String echo =
        datagram.icmpId().isPresent()
            ? " id %d seq %d"
                .formatted(datagram.icmpId().getAsInt(), datagram.icmpSequence().getAsInt())
            : "";
    return "%s %s > %s%s, %d bytes at %d"
        .formatted(
            protocol,
            datagram.source(),
            datagram.destination(),
            echo,
            datagram.transportBytes(),
            datagram.transportOffset());
  }
}
