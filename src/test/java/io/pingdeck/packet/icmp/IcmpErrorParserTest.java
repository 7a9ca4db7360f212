package io.pingdeck.packet.icmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpErrorMessage.Reason;
import io.pingdeck.packet.icmp.IcmpErrorMessage.Rejected;
import io.pingdeck.testing.Proves;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpErrorParserTest {
  private static final Endpoint CLIENT = endpoint("192.0.2.1", 40_000);
  private static final Endpoint SERVER = endpoint("198.51.100.7", 12_000);
  private static final Endpoint CLIENT6 = endpoint("2001:db8::1", 40_000);
  private static final Endpoint SERVER6 = endpoint("2001:db8:1::7", 12_000);
  private static final byte[] PROBE =
      "ping 7 1700000000.123 pd1:0123456789abcdef".getBytes(US_ASCII);

  private static Endpoint endpoint(String address, int port) {
    return Endpoint.of(InetAddress.ofLiteral(address), port);
  }

  private static byte[] udp() {
    return ByteBuffer.allocate(8 + PROBE.length)
        .putShort((short) 40_000)
        .putShort((short) 12_000)
        .putShort((short) (8 + PROBE.length))
        .putShort((short) 0)
        .put(PROBE)
        .array();
  }

  private static byte[] echo(int type) {
    return ByteBuffer.allocate(16)
        .put(0, (byte) type)
        .putShort(4, (short) 0xbeef)
        .putShort(6, (short) 513)
        .array();
  }

  private static byte[] ipv4(int protocol, byte[] transport) {
    return ByteBuffer.allocate(20 + transport.length)
        .put(0, (byte) 0x45)
        .putShort(2, (short) (20 + transport.length))
        .put(8, (byte) 1)
        .put(9, (byte) protocol)
        .putInt(12, (int) CLIENT.low())
        .putInt(16, (int) SERVER.low())
        .put(20, transport)
        .array();
  }

  private static byte[] ipv6(int nextHeader, byte[] rest) {
    return ByteBuffer.allocate(40 + rest.length)
        .put(0, (byte) 0x60)
        .putShort(4, (short) rest.length)
        .put(6, (byte) nextHeader)
        .putLong(8, CLIENT6.high())
        .putLong(16, CLIENT6.low())
        .putLong(24, SERVER6.high())
        .putLong(32, SERVER6.low())
        .put(40, rest)
        .array();
  }

  private static byte[] error(int type, int code, int word, byte[] quote) {
    return sealed(
        ByteBuffer.allocate(8 + quote.length)
            .put(0, (byte) type)
            .put(1, (byte) code)
            .putInt(4, word)
            .put(8, quote)
            .array());
  }

  private static byte[] sealed(byte[] message) {
    IcmpMessage.writeChecksum(ByteBuffer.wrap(message), message.length);
    return message;
  }

  /// A quote of 128 bytes followed by extensions (RFC 4884).
  private static byte[] extended(int lengthWord, byte[] extensions) {
    byte[] quote = Arrays.copyOf(ipv4(17, udp()), 128 + extensions.length);
    System.arraycopy(extensions, 0, quote, 128, extensions.length);
    return error(11, 0, lengthWord, quote);
  }

  private static byte[] mpls(int objectLength, int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * labels.length);
    bytes.put(0, (byte) 0x20).putShort(4, (short) objectLength).put(6, (byte) 1).put(7, (byte) 1);
    for (int i = 0; i < labels.length; i++) {
      bytes.putInt(8 + 4 * i, labels[i]);
    }
    bytes.putShort(2, (short) InternetChecksum.of(bytes, 0, bytes.capacity()));
    return bytes.array();
  }

  private static IcmpErrorMessage.Error parsed(byte[] message, boolean ipv6) {
    IcmpErrorMessage result = IcmpErrorParser.parse(ByteBuffer.wrap(message), ipv6);
    assertThat(result).isInstanceOf(IcmpErrorMessage.Error.class);
    return (IcmpErrorMessage.Error) result;
  }

  private static void assertRejected(byte[] message, boolean ipv6, Reason reason) {
    assertThat(IcmpErrorParser.parse(ByteBuffer.wrap(message), ipv6))
        .isEqualTo(new Rejected(reason));
  }

  @Test
  void aUdpProbeIsFoundInTheQuote() {
    byte[] message = error(3, 3, 0, ipv4(17, udp()));

    IcmpErrorMessage.Error error = parsed(message, false);

    QuotedDatagram datagram = error.datagram();
    assertThat(error.type() + "/" + error.code()).isEqualTo("3/3");
    assertThat(datagram.isBetween(CLIENT, SERVER)).isTrue();
    assertThat(datagram.isTruncated()).isFalse();
    byte[] payload =
        Arrays.copyOfRange(
            message,
            datagram.transportOffset() + 8,
            datagram.transportOffset() + datagram.transportBytes());
    assertThat(payload).isEqualTo(PROBE);
  }

  @Test
  void aUdpProbeOverIpv6IsFoundBehindItsExtensionHeaders() {
    byte[] rest = new byte[24 + udp().length];
    rest[0] = 60; // hop-by-hop options of 16 bytes, then destination options of 8
    rest[1] = 1;
    rest[16] = 17;
    System.arraycopy(udp(), 0, rest, 24, udp().length);

    IcmpErrorMessage.Error error = parsed(error(2, 0, 1280, ipv6(0, rest)), true);

    assertThat(error.datagram().isBetween(CLIENT6, SERVER6)).isTrue();
    assertThat(error.datagram().transportOffset()).isEqualTo(8 + 40 + 24);
    assertThat(error.info()).isEqualTo(1280);
  }

  @ParameterizedTest
  @CsvSource({"false, 1, 8", "true, 58, 128"})
  void anEchoRequestIsKnownByIdAndSequence(boolean ipv6, int protocol, int type) {
    byte[] quote = ipv6 ? ipv6(protocol, echo(type)) : ipv4(protocol, echo(type));

    QuotedDatagram datagram = parsed(error(3, 0, 0, quote), ipv6).datagram();

    assertThat(datagram.icmpId()).hasValue(0xbeef);
    assertThat(datagram.icmpSequence()).hasValue(513);
    assertThat(datagram.protocol()).isEqualTo(protocol);
  }

  @Test
  @Proves("I4")
  void eightBytesBehindTheIpHeaderAreEnoughAndSevenAreNot() {
    byte[] quote = ipv4(17, udp());

    QuotedDatagram eight = parsed(error(3, 1, 0, Arrays.copyOf(quote, 28)), false).datagram();
    QuotedDatagram seven = parsed(error(3, 1, 0, Arrays.copyOf(quote, 27)), false).datagram();

    assertThat(eight.isTruncated()).isFalse();
    assertThat(eight.isBetween(CLIENT, SERVER)).isTrue();
    assertThat(seven.isTruncated()).isTrue();
    assertThat(seven.isBetween(CLIENT, SERVER)).isFalse();
    assertThat(seven.destination()).isEqualTo(SERVER.withPort(0));
  }

  @Test
  @Proves("I13")
  void aNatsAddressIsNotOurs() {
    QuotedDatagram datagram = parsed(error(3, 3, 0, ipv4(17, udp())), false).datagram();

    assertThat(datagram.isBetween(endpoint("10.0.0.1", 40_000), SERVER)).isFalse();
    assertThat(datagram.isBetween(CLIENT.withPort(40_001), SERVER)).isFalse();
    assertThat(datagram.isBetween(CLIENT, SERVER.withPort(7))).isFalse();
  }

  @Test
  void aLaterFragmentHasNoTransportHeader() {
    byte[] quote = ipv4(17, udp());
    quote[7] = 1;
    byte[] fragment = new byte[8 + udp().length];
    fragment[0] = 17;
    fragment[3] = 8;

    assertThat(parsed(error(11, 1, 0, quote), false).datagram().isTruncated()).isTrue();
    assertThat(parsed(error(3, 1, 0, ipv6(44, fragment)), true).datagram().isTruncated()).isTrue();
  }

  @Test
  void adviceDoesNotEndAProbe() {
    byte[] quote = ipv4(17, udp());

    assertThat(parsed(error(4, 0, 0, quote), false).endsProbe()).isFalse();
    assertThat(parsed(error(5, 1, 0, quote), false).endsProbe()).isFalse();
    assertThat(parsed(error(3, 1, 0, quote), false).endsProbe()).isTrue();
    assertThat(parsed(error(4, 0, 0, ipv6(17, udp())), true).endsProbe()).isTrue();
  }

  @Test
  void theMtuIsReadWhereItStands() {
    assertThat(parsed(error(3, 4, 1492, ipv4(17, udp())), false).info()).isEqualTo(1492);
    assertThat(parsed(error(3, 1, 1492, ipv4(17, udp())), false).info()).isZero();
    assertThat(parsed(error(12, 0, 20 << 24, ipv4(17, udp())), false).info()).isEqualTo(20);
    assertThat(parsed(error(2, 0, -1, ipv6(17, udp())), true).info()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void mplsLabelsAreRead() {
    byte[] message =
        extended(32 << 16, mpls(12, 16 << 12 | 5 << 9 | 1, 0xfffff << 12 | 1 << 8 | 255));

    IcmpErrorMessage.Error error = parsed(message, false);

    assertThat(error.mplsLabels())
        .containsExactly(new MplsLabel(16, 5, false, 1), new MplsLabel(0xfffff, 0, true, 255));
    assertThat(error.datagram().isBetween(CLIENT, SERVER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 34, 35, 36, 255})
  @Proves("I12")
  void extensionsThatStartElsewhereAreIgnored(int words) {
    IcmpErrorMessage.Error error = parsed(extended(words << 16, mpls(8, 0)), false);

    assertThat(error.mplsLabels()).isEmpty();
    assertThat(error.datagram().isBetween(CLIENT, SERVER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 9, 12, 65_535})
  @Proves("I12")
  void anObjectOfImpossibleLengthMakesExtensionsDisappear(int length) {
    assertThat(parsed(extended(32 << 16, mpls(length, 0)), false).mplsLabels()).isEmpty();
  }

  @Test
  @Proves("I12")
  void extensionsWithAWrongChecksumAreIgnoredAndWithoutOneRead() {
    byte[] wrong = mpls(8, 16 << 12);
    wrong[2] ^= 1;
    byte[] without = mpls(8, 16 << 12);
    without[2] = 0;
    without[3] = 0;

    assertThat(parsed(extended(32 << 16, wrong), false).mplsLabels()).isEmpty();
    assertThat(parsed(extended(32 << 16, without), false).mplsLabels()).hasSize(1);
  }

  @Test
  @Proves("I11")
  void aReassemblyTimeoutHasNoExtensions() {
    byte[] message = extended(32 << 16, mpls(8, 16 << 12));
    message[1] = 1;

    assertThat(parsed(sealed(message), false).mplsLabels()).isEmpty();
  }

  @Test
  @Proves("I12")
  void ipv6CountsTheQuoteInUnitsOfEightBytes() {
    byte[] labels = mpls(8, 16 << 12);
    byte[] quote = Arrays.copyOf(ipv6(17, udp()), 128 + labels.length);
    System.arraycopy(labels, 0, quote, 128, labels.length);

    assertThat(parsed(error(3, 0, 16 << 24, quote), true).mplsLabels()).hasSize(1);
    assertThat(parsed(error(3, 0, 32 << 24, quote), true).mplsLabels()).isEmpty();
  }

  @Test
  @Proves("I3")
  void everyFlippedBitIsABadChecksum() {
    byte[] message = error(3, 3, 0, ipv4(17, udp()));
    for (int bit = 0; bit < message.length * 8; bit++) {
      message[bit / 8] ^= (byte) (1 << bit % 8);
      assertRejected(message, false, Reason.BAD_CHECKSUM);
      message[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  @Proves("I2")
  void everyHeaderLengthTimesEveryMessageLengthIsAnErrorOrARejection() {
    for (int ihl = 0; ihl < 16; ihl++) {
      for (int length = 0; length <= 88; length++) {
        byte[] quote = Arrays.copyOf(ipv4(17, udp()), 80);
        quote[0] = (byte) (0x40 | ihl);
        byte[] message = Arrays.copyOf(error(3, 3, 0, quote), length);
        IcmpErrorMessage result =
            IcmpErrorParser.parse(ByteBuffer.wrap(length >= 8 ? sealed(message) : message), false);

        if (length < 28) {
          assertThat(result).isEqualTo(new Rejected(Reason.TOO_SHORT));
        } else if (ihl < 5 || ihl * 4 > length - 8) {
          assertThat(result).isEqualTo(new Rejected(Reason.BAD_HEADER));
        } else {
          assertThat(((IcmpErrorMessage.Error) result).datagram().isTruncated())
              .isEqualTo(length - 8 - ihl * 4 < 8 || 20 + udp().length - ihl * 4 < 8);
        }
      }
    }
  }

  @Test
  @Proves("I2")
  void everyOuterHeaderLengthIsReadOrRejected() {
    byte[] message = error(11, 0, 0, ipv4(17, udp()));
    for (int first = 0; first < 256; first++) {
      int ihl = first & 0xf;
      byte[] packet = new byte[Math.max(ihl, 5) * 4 + message.length];
      packet[0] = (byte) first;
      System.arraycopy(message, 0, packet, packet.length - message.length, message.length);
      IcmpErrorMessage result = IcmpErrorParser.parseIpv4Packet(ByteBuffer.wrap(packet));

      if (first >>> 4 == 4 && ihl >= 5) {
        assertThat(((IcmpErrorMessage.Error) result).datagram().isBetween(CLIENT, SERVER)).isTrue();
      } else {
        assertThat(result).isEqualTo(new Rejected(Reason.BAD_HEADER));
      }
    }
    assertThat(IcmpErrorParser.parseIpv4Packet(ByteBuffer.wrap(new byte[19])))
        .isEqualTo(new Rejected(Reason.TOO_SHORT));
    assertThat(IcmpErrorParser.parseIpv4Packet(ByteBuffer.wrap(new byte[20]).put(0, (byte) 0x46)))
        .isEqualTo(new Rejected(Reason.BAD_HEADER));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Proves("I10")
  void everyTypeAndCodeIsAnErrorOrNone(boolean ipv6) {
    byte[] quote = ipv6 ? ipv6(17, udp()) : ipv4(17, udp());
    for (int type = 0; type < 256; type++) {
      boolean isError =
          ipv6 ? type >= 1 && type <= 4 : Arrays.asList(3, 4, 5, 11, 12).contains(type);
      for (int code = 0; code < 256; code++) {
        IcmpErrorMessage result =
            IcmpErrorParser.parse(ByteBuffer.wrap(error(type, code, 0, quote)), ipv6);
        if (isError) {
          assertThat(((IcmpErrorMessage.Error) result).code()).isEqualTo(code);
        } else {
          assertThat(result).isEqualTo(new Rejected(Reason.NOT_AN_ERROR));
        }
      }
    }
  }

  @Test
  @Proves("I1")
  void everyTruncationOfEveryKindIsReadWithoutAnException() {
    byte[][] messages = {
      error(3, 3, 0, ipv4(17, udp())),
      extended(32 << 16, mpls(12, 1, 2)),
      error(3, 0, 0, ipv6(58, echo(128))),
      error(3, 0, 16 << 24, Arrays.copyOf(ipv6(0, udp()), 200)),
    };
    for (byte[] message : messages) {
      for (int length = 0; length <= message.length; length++) {
        byte[] cut = Arrays.copyOf(message, length);
        assertUnharmed(length >= 8 ? sealed(cut) : cut);
      }
    }
  }

  @Test
  @Proves("I1")
  void randomBytesAreReadWithoutAnException() {
    Random random = new Random(20250101);
    byte[][] seeds = {
      error(3, 3, 0, ipv4(17, udp())),
      extended(32 << 16, mpls(8, 1)),
      error(1, 4, 0, ipv6(0, udp()))
    };
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = seeds[i % seeds.length].clone();
      for (int changes = random.nextInt(8); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertUnharmed(i % 4 == 0 ? bytes : sealed(bytes));
    }
  }

  /// Asserts that everything parsed lies within the bytes, which are not changed.
  private static void assertUnharmed(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    IcmpErrorMessage[] results = {
      IcmpErrorParser.parse(buffer, false),
      IcmpErrorParser.parse(buffer, true),
      IcmpErrorParser.parseIpv4Packet(buffer)
    };
    for (IcmpErrorMessage result : results) {
      if (result instanceof IcmpErrorMessage.Error error) {
        QuotedDatagram datagram = error.datagram();
        int end = datagram.transportOffset() + datagram.transportBytes();
        if (datagram.transportBytes() < 0 || end > bytes.length) {
          throw new AssertionError(Arrays.toString(bytes) + " gave " + error);
        }
      }
    }
    if (buffer.position() != 0 || buffer.limit() != bytes.length) {
      throw new AssertionError("the buffer was moved: " + buffer);
    }
  }
}
