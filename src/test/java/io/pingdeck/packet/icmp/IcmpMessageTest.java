package io.pingdeck.packet.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpMessageTest {
  @Test
  void anEchoRequestIsWrittenAsRfc792DrawsIt() {
    ByteBuffer message = ByteBuffer.allocate(12);
    message.put(8, new byte[] {'d', 'a', 't', 'a'});

    IcmpMessage.writeEchoRequest(message, false, 0x1234, 0x1_0002);
    IcmpMessage.writeChecksum(message, 12);

    assertThat(HexFormat.of().formatHex(message.array())).isEqualTo("08000d071234000264617461");
    assertThat(InternetChecksum.of(message, 0, 12)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestIsReadBackAndIsNoReply(boolean ipv6) {
    ByteBuffer message = ByteBuffer.allocate(8);

    IcmpMessage.writeEchoRequest(message, ipv6, 65_535, 40_000);

    assertThat(IcmpMessage.type(message)).isEqualTo(ipv6 ? 128 : 8);
    assertThat(IcmpMessage.identifier(message)).isEqualTo(65_535);
    assertThat(IcmpMessage.sequence(message)).isEqualTo(40_000);
    assertThat(IcmpMessage.isEchoRequest(message, 8, ipv6)).isTrue();
    assertThat(IcmpMessage.isEchoRequest(message, 8, !ipv6)).isFalse();
    assertThat(IcmpMessage.isEchoReply(message, 8, ipv6)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReplyNeedsTypeCodeAndAWholeHeader(boolean ipv6) {
    ByteBuffer message = ByteBuffer.allocate(8);
    message.put(0, (byte) (ipv6 ? 129 : 0));

    assertThat(IcmpMessage.isEchoReply(message, 8, ipv6)).isTrue();
    assertThat(IcmpMessage.isEchoReply(message, 7, ipv6)).isFalse();
    assertThat(IcmpMessage.isEchoReply(message, 0, ipv6)).isFalse();
    assertThat(IcmpMessage.isEchoReply(message.put(1, (byte) 1), 8, ipv6)).isFalse();
  }
}
