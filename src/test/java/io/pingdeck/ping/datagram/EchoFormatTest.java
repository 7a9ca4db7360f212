package io.pingdeck.ping.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.icmp.IcmpMessage;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.datagram.ProbeFormat.Trace;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.testing.Proves;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoFormatTest {
  private static final int ID = 0x1234;
  private static final long TOKEN = 0xfeed_beef_0123_4567L;

  private final EchoFormat ipv4 = new EchoFormat(false, ID);
  private final EchoFormat ipv6 = new EchoFormat(true, ID);

  @Test
  void aReplyTellsTokenAndSixteenBitsOfTheSequence() {
    ByteBuffer reply = reply(64, 65_536 + 7);

    assertThat(ipv4.readAnswer(reply, 72)).isEqualTo(Trace.TOKEN);
    assertThat(ipv4.token()).isEqualTo(TOKEN);
    assertThat(ipv4.sequence()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void withoutRoomForATokenTheSequenceIsAllThereIs(int bytes) {
    assertThat(ipv4.readAnswer(reply(bytes, 9), 8 + bytes)).isEqualTo(Trace.SEQUENCE);
    assertThat(ipv4.sequence()).isEqualTo(9);
  }

  @Test
  @Proves("I17")
  void aBitFlippedAnywhereInAnIpv4ReplyIsNoticed() {
    for (int bit = 0; bit < 8 * 32; bit++) {
      ByteBuffer reply = reply(24, 3);
      reply.put(bit / 8, (byte) (reply.get(bit / 8) ^ 1 << bit % 8));

      assertThat(ipv4.readAnswer(reply, 32)).as("bit %d", bit).isEqualTo(Trace.NOTHING);
    }
  }

  @Test
  void aReplyCutInItsSlotCannotBeSummedAndIsKnownByItsToken() {
    ByteBuffer slot = reply(64, 3).limit(20).slice();

    assertThat(ipv4.readAnswer(slot, 72)).isEqualTo(Trace.TOKEN);
  }

  @Test
  void anythingButAnEchoReplyIsNothing() {
    ByteBuffer request = message(ipv4, 64, 1);
    for (int length = 0; length < 8; length++) {
      assertThat(ipv4.readAnswer(reply(64, 1), length)).isEqualTo(Trace.NOTHING);
    }
    assertThat(ipv4.readAnswer(request, 72)).isEqualTo(Trace.NOTHING);
    assertThat(ipv6.readAnswer(reply(64, 1), 72)).isEqualTo(Trace.NOTHING);
  }

  @Test
  void aQuoteIsReadAsFarAsItGoes() {
    for (EchoFormat format : new EchoFormat[] {ipv4, ipv6}) {
      ByteBuffer quoted = message(format, 64, 70_000);
      for (int length = 0; length <= 72; length++) {
        Trace trace = length < 8 ? Trace.NOTHING : length < 16 ? Trace.SEQUENCE : Trace.TOKEN;

        assertThat(format.readQuote(quoted.limit(length))).as("%d", length).isEqualTo(trace);
      }
      assertThat(format.token()).isEqualTo(TOKEN);
      assertThat(format.sequence()).isEqualTo(70_000 - 65_536);
    }
  }

  @Test
  void theLargestPayloadIsFilledToItsEnd() {
    ByteBuffer message = message(ipv4, 65_507, 1);

    assertThat(message.get(65_514)).isNotZero();
    assertThat(message.get(65_515)).isZero();
  }

  private static ByteBuffer message(EchoFormat format, int bytes, long sequence) {
    ByteBuffer message = ByteBuffer.allocate(65_536);
    PingSpec spec =
        LoopRecorder.spec(
            1, "icmp://127.0.0.1", Duration.ofSeconds(1), Duration.ofSeconds(1), 1, bytes);
    assertThat(format.write(message, spec, sequence, 0, TOKEN)).isEqualTo(8 + bytes);
    return message;
  }

  private ByteBuffer reply(int bytes, long sequence) {
    ByteBuffer message = message(ipv4, bytes, sequence);
    message.put(0, (byte) IcmpMessage.ECHO_REPLY);
    IcmpMessage.writeChecksum(message, 8 + bytes);
    return message;
  }
}
