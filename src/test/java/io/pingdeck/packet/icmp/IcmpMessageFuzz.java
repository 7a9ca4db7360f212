package io.pingdeck.packet.icmp;

import static io.pingdeck.fuzz.FuzzCheck.require;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Every byte string is an echo request, an echo reply or neither. What is parsed can be written
/// again.
public final class IcmpMessageFuzz {
  private IcmpMessageFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    check(input, false);
    check(input, true);
  }

  private static void check(byte[] input, boolean ipv6) {
    ByteBuffer message = ByteBuffer.wrap(input.clone());
    boolean request = IcmpMessage.isEchoRequest(message, input.length, ipv6);
    boolean reply = IcmpMessage.isEchoReply(message, input.length, ipv6);
    if (request || reply) {
      require(request != reply, "request and reply");
      require(!IcmpMessage.isEchoRequest(message, input.length, !ipv6), "of both versions");
      require(!IcmpMessage.isEchoReply(message, input.length, !ipv6), "of both versions");
      rewrite(input, IcmpMessage.identifier(message), IcmpMessage.sequence(message), ipv6);
    }
    if (input.length >= IcmpMessage.HEADER_BYTES + EchoData.TOKEN_BYTES) {
      copyToken(message, input.length);
    }
    require(message.equals(ByteBuffer.wrap(input)), "the bytes or their bounds were changed");
  }

  private static void rewrite(byte[] input, int identifier, int sequence, boolean ipv6) {
    ByteBuffer message = ByteBuffer.wrap(input.clone());
    IcmpMessage.writeEchoRequest(message, ipv6, identifier, sequence);
    require(IcmpMessage.isEchoRequest(message, input.length, ipv6), "no request was written");
    require(IcmpMessage.identifier(message) == identifier, "another identifier");
    require(IcmpMessage.sequence(message) == sequence, "another sequence");
    require(Arrays.equals(message.array(), 8, input.length, input, 8, input.length), "other data");
    IcmpMessage.writeChecksum(message, input.length);
    require(InternetChecksum.of(message, 0, input.length) == 0, "the checksum does not fit");
  }

  private static void copyToken(ByteBuffer message, int length) {
    ByteBuffer other = ByteBuffer.allocate(length);
    EchoData.write(other, length - IcmpMessage.HEADER_BYTES, EchoData.token(message));
    require(EchoData.token(other) == EchoData.token(message), "another token");
  }
}
