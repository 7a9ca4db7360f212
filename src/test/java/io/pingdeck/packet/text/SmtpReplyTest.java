package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.text.SmtpReply.State;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReplyTest {
  private final SmtpReply reply = new SmtpReply();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void repliesOfManyLinesAreReadInPiecesOfAnySize(int piece) {
    byte[] bytes = "250-mail.lab\r\n250-SIZE 1000\r\n250 starttls\r\n".getBytes(US_ASCII);

    for (int at = 0; at < bytes.length; at += piece) {
      assertThat(reply.read(ByteBuffer.allocate(0))).isEqualTo(State.OPEN);
      reply.read(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
    }

    assertThat(reply.read(ByteBuffer.allocate(0))).isEqualTo(State.WHOLE);
    assertThat(reply.code()).isEqualTo(250);
    assertThat(reply.offers("STARTTLS")).isTrue();
    assertThat(reply.offers("SIZE")).isTrue();
    assertThat(reply.offers("1000")).isFalse();
  }

  @Test
  void whatStandsBehindIsLeft() {
    ByteBuffer bytes = bytes("220 go\r\n250 more\r\n");

    assertThat(reply.read(bytes)).isEqualTo(State.WHOLE);
    assertThat(bytes.remaining()).isEqualTo("250 more\r\n".length());
  }

  @Test
  void firstLineIsANameAndNoKeyword() {
    reply.read(bytes("250-STARTTLS\r\n250 STARTTLSX\r\n"));

    assertThat(reply.offers("STARTTLS")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"220\\r\\n, 220", "220 \\n, 220", "220 hello\\n, 220", "000-a\\r\\n000 b\\r\\n, 0"})
  void whatEndsALineIsTakenAsItComes(String text, int code) {
    assertThat(reply.read(bytes(text.replace("\\r", "\r").replace("\\n", "\n"))))
        .isEqualTo(State.WHOLE);
    assertThat(reply.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "22\n",
        "2200 a\n",
        "22x a\n",
        "SSH-2.0-x\r\n",
        "220-a\n250 b\n",
        "220-a\nb\n"
      })
  void anythingElseIsNoReply(String text) {
    assertThat(reply.read(bytes(text))).isEqualTo(State.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "250-a\r\n"})
  void anEndlessReplyIsBounded(String part) {
    State state = State.OPEN;
    int parts = 0;
    while (state == State.OPEN) {
      state = reply.read(bytes(part));
      parts++;
    }

    assertThat(state).isEqualTo(State.FLOODED);
    assertThat(parts * part.length()).isBetween(SmtpReply.MAX_BYTES, SmtpReply.MAX_BYTES + 10);
    assertThat(reply.text().length()).isLessThanOrEqualTo(BannerText.MAX + 1);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
