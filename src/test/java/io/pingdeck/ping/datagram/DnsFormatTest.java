package io.pingdeck.ping.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.dns.DnsMessage;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.datagram.ProbeFormat.Trace;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DnsFormatTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final PingSpec SPEC =
      LoopRecorder.spec(1, "dns://127.0.0.1/example.org", SECOND, SECOND, 1, 64);
  private long now;
  private final DnsFormat format = new DnsFormat(new Random(7), () -> now);
  private final ByteBuffer message = ByteBuffer.allocate(512);

  @Test
  void noTwoProbesInFlightShareAnIdentifier() {
    Set<Integer> ids = new HashSet<>();
    for (int probe = 1; probe <= 30_000; probe++) {
      assertThat(format.write(message, SPEC, probe, 0, probe)).isPositive();
      ids.add(DnsMessage.id(message));
    }

    assertThat(ids).hasSize(30_000);
  }

  @Test
  void identifiersAreFreeAgainAfterTheirTimeout() {
    int written = 0;
    while (format.write(message, SPEC, 1, 0, 1) > 0) {
      written++;
    }
    assertThat(written).isGreaterThan(50_000);
    now = 2_000_000_000;
    assertThat(format.write(message, SPEC, 1, 0, 1)).isPositive();
  }

  @Test
  void anAnswerFindsItsProbe() {
    format.write(message, SPEC, 5, 0, 77);
    int length = format.write(message, SPEC, 6, 0, 78);
    message.putShort(2, (short) 0x8182).putShort(8, (short) 3).putShort(10, (short) 4);

    int emptyRecords = (3 + 4) * 11;
    assertThat(format.readAnswer(message, length + emptyRecords)).isEqualTo(Trace.TOKEN);
    assertThat(format.token()).isEqualTo(78);
    assertThat(format.sequence()).isEqualTo(6);
    assertThat(format.answer(SPEC))
        .isEqualTo(new Response.Dns(2, 0, false, OptionalLong.empty(), 3, 4));
  }

  @Test
  void anAnswerToAnotherQuestionIsADamagedOneToItsProbe() {
    int length = format.write(message, SPEC, 5, 0, 77);
    message.putShort(2, (short) 0x8180).put(13, (byte) 'x');

    assertDamaged(length);
    assertDamaged(3);
    assertThat(format.readAnswer(message, 1)).isEqualTo(Trace.NOTHING);
  }

  @Test
  void theQueryItselfIsNoAnswer() {
    assertDamaged(format.write(message, SPEC, 5, 0, 77));
  }

  private void assertDamaged(int length) {
    assertThat(format.readAnswer(message, length)).isEqualTo(Trace.TOKEN);
    assertThat(format.token()).isEqualTo(77);
    assertThat(format.sequence()).isEqualTo(-1);
    assertThat(format.answer(SPEC)).isNull();
  }

  @Test
  void anotherIdentifierIsOfNoProbe() {
    int length = format.write(message, SPEC, 5, 0, 77);
    message.putShort(0, (short) ~DnsMessage.id(message)).putShort(2, (short) 0x8180);

    assertThat(format.readAnswer(message, length)).isEqualTo(Trace.NOTHING);
  }

  @Test
  void anIdentifierIsItsProbesForAMinuteAndFourTimeouts() {
    int length = format.write(message, SPEC, 5, 0, 77);
    message.putShort(2, (short) 0x8180);

    now = 63_999_999_999L;
    assertThat(format.readAnswer(message, length)).isEqualTo(Trace.TOKEN);
    now++;
    assertThat(format.readAnswer(message, length)).isEqualTo(Trace.NOTHING);
  }

  @Test
  void aQuoteOfTwoBytesFindsItsProbe() {
    format.write(message, SPEC, 5, 0, 77);

    assertThat(format.readQuote(message.slice(0, 2))).isEqualTo(Trace.TOKEN);
    assertThat(format.token()).isEqualTo(77);
    assertThat(format.readQuote(message.slice(0, 1))).isEqualTo(Trace.NOTHING);
  }
}
