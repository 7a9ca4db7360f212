package io.pingdeck.ping.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.dns.DnsMessage;
import io.pingdeck.packet.dns.DnsQuestion;
import io.pingdeck.packet.dns.DnsType;
import io.pingdeck.ping.sample.Response;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsExchangeTest {
  private static final String QUESTION = "0161027a7a00001c0001";
  private static final String EMPTY_RECORD = "00" + "00010001" + "00000000" + "0000";
  private static final String ANSWER =
      "abcd81800001000200030004" + QUESTION + EMPTY_RECORD.repeat(2 + 3 + 4);

  private final DnsExchange exchange =
      new DnsExchange(0xabcd, DnsMessage.question(new DnsQuestion("a.zz", DnsType.AAAA)));

  @Test
  void queryStandsBehindItsLength() {
    ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);

    exchange.writeQuery(out.position(7));

    byte[] written = new byte[out.remaining()];
    out.get(written);
    assertThat(HexFormat.of().formatHex(written))
        .isEqualTo("0016" + "abcd01000001000000000000" + QUESTION);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void answerIsReadInPiecesOfAnySize(int piece) {
    byte[] framed = framed(HexFormat.of().parseHex(ANSWER));

    for (int at = 0; at < framed.length; at += piece) {
      assertThat(exchange.isComplete()).as("after %d bytes", at).isFalse();
      exchange.read(ByteBuffer.wrap(framed, at, Math.min(piece, framed.length - at)));
    }

    assertThat(exchange.isComplete()).isTrue();
    assertThat(exchange.answer())
        .isEqualTo(new Response.Dns(0, 2, false, OptionalLong.empty(), 3, 4));
  }

  @Test
  void largestAnswerIsCompleteWithItsLastByte() {
    byte[] framed = framed(Arrays.copyOf(HexFormat.of().parseHex(ANSWER), 65_535));

    exchange.read(ByteBuffer.wrap(framed, 0, framed.length - 1));
    assertThat(exchange.isComplete()).isFalse();
    assertThat(exchange.whyNot("it ended"))
        .isEqualTo("it ended after 65534 of 65535 bytes of the message");
    exchange.read(ByteBuffer.wrap(framed, framed.length - 1, 1));

    assertThat(exchange.isComplete()).isTrue();
    assertThat(exchange.passedOver()).isZero();
  }

  @Test
  void nextMessageIsNotRead() {
    byte[] framed = framed(HexFormat.of().parseHex(ANSWER));
    ByteBuffer two = ByteBuffer.allocate(2 * framed.length).put(framed).put(framed).flip();

    exchange.read(two);

    assertThat(exchange.isComplete()).isTrue();
    assertThat(two.remaining()).isEqualTo(framed.length);
  }

  @Test
  void messageThatIsNoAnswerIsPassedOver() {
    exchange.read(ByteBuffer.wrap(new byte[2]));

    assertThat(exchange.isComplete()).isFalse();
    assertThat(exchange.passedOver()).isEqualTo(1);
    assertThat(exchange.whyNot("it ended"))
        .isEqualTo("the message does not answer the query: it has 0 bytes, fewer than a header");
    exchange.read(ByteBuffer.wrap(framed(HexFormat.of().parseHex(ANSWER))));
    assertThat(exchange.isComplete()).isTrue();
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }
}
