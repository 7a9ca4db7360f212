package io.pingdeck.packet.icmp;

import static io.pingdeck.fuzz.FuzzCheck.amid;
import static io.pingdeck.fuzz.FuzzCheck.require;

import java.nio.ByteBuffer;
import java.util.List;

/// Every byte string is either an ICMP error within its own bounds or rejected, and is not changed.
public final class IcmpErrorFuzz {
  private static final int CHECKSUM = 2;

  private IcmpErrorFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    parseAll(input);
    // A fuzzer does not guess checksums; correcting them lets it reach the code after the check.
    parseAll(sealed(input, 0));
    if (input.length > 0) {
      parseAll(sealed(input, (input[0] & 0xf) * Integer.BYTES));
      readLabels(input, Byte.toUnsignedInt(input[0]));
    }
  }

  private static byte[] sealed(byte[] input, int start) {
    byte[] bytes = input.clone();
    if (bytes.length - start >= CHECKSUM + Short.BYTES) {
      ByteBuffer message = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
      IcmpMessage.writeChecksum(message, message.limit());
    }
    return bytes;
  }

  /// The kernel reports the position of extensions, but does not validate their objects.
  private static void readLabels(byte[] input, int header) {
    List<MplsLabel> labels = IcmpExtensions.mplsLabels(ByteBuffer.wrap(input), header);
    require(
        labels.size() * Integer.BYTES <= Math.max(0, input.length - header),
        "more labels than bytes");
    require(
        labels.equals(IcmpExtensions.mplsLabels(amid(input, 'E').slice(), header)),
        "it depends on what is around");
  }

  private static void parseAll(byte[] input) {
    check(input, packet -> IcmpErrorParser.parseIpv4Packet(packet));
    check(input, message -> IcmpErrorParser.parse(message, false));
    check(input, message -> IcmpErrorParser.parse(message, true));
  }

  private interface Parser {
    IcmpErrorMessage parse(ByteBuffer bytes);
  }

  private static void check(byte[] input, Parser parser) {
    ByteBuffer bytes = ByteBuffer.wrap(input.clone());
    IcmpErrorMessage result = parser.parse(bytes);
    if (result instanceof IcmpErrorMessage.Error error) {
      checkError(error, input.length);
    }
    require(bytes.equals(ByteBuffer.wrap(input)), "the bytes or their bounds were changed");
    require(result.equals(parser.parse(amid(input, 'E'))), "it depends on what is around");
    require(result.equals(parser.parse(amid(input, '\0'))), "it depends on what is around");
  }

  private static void checkError(IcmpErrorMessage.Error error, int length) {
    QuotedDatagram datagram = error.datagram();
    int end = datagram.transportOffset() + datagram.transportBytes();
    require(datagram.transportOffset() > 0, "the transport header is outside");
    require(datagram.transportBytes() >= 0 && end <= length, "the quote is outside");
    require(error.mplsLabels().size() * Integer.BYTES <= length, "more labels than bytes");
    require(error.info() >= 0 && error.info() <= 0xffff_ffffL, "info is no unsigned word");
    require(!(datagram.isTruncated() && datagram.icmpId().isPresent()), "an id out of nowhere");
    require(!IcmpErrorNames.name(error.ipv6(), error.type(), error.code()).isEmpty(), "no name");
  }
}
