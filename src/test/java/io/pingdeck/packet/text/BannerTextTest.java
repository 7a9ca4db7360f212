package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BannerTextTest {
  @Test
  void aLineStandsWithoutItsEnd() {
    assertThat(plain("220 mail.example ESMTP\r\n")).isEqualTo("220 mail.example ESMTP");
    assertThat(plain("")).isEmpty();
  }

  @Test
  @Proves("W18")
  void whatCannotBeShownIsEscaped() {
    assertThat(plain("a\\b\tc\u001b[31m\u0000\u00e9\rd"))
        .isEqualTo("a\\\\b\\tc\\x1b[31m\\x00\\xe9\\rd");
  }

  @Test
  void longTextIsCutBetweenTwoCharacters() {
    assertThat(plain("x".repeat(200))).hasSize(200);
    assertThat(plain("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    assertThat(plain("x".repeat(198) + "\u0000y")).isEqualTo("x".repeat(198) + "…");
  }

  @Test
  void telnetNegotiationIsPutIntoWords() {
    assertThat(telnet("\u00ff\u00fd\u0018\u00ff\u00fb\u0001\u00ff\u00fe\u0063login: "))
        .isEqualTo("<DO TERMINAL-TYPE><WILL ECHO><DONT 99>login: ");
    assertThat(telnet("\u00ff\u00f1")).isEqualTo("<241>");
    assertThat(telnet("\u00ff\u00fd")).isEqualTo("<253>");
    assertThat(telnet("\u00ff")).isEqualTo("\\xff");
    assertThat(plain("\u00ff\u00fd\u0018")).isEqualTo("\\xff\\xfd\\x18");
  }

  private static String plain(String said) {
    return BannerText.of(ByteBuffer.wrap(said.getBytes(ISO_8859_1)), said.length());
  }

  private static String telnet(String said) {
    return BannerText.ofTelnet(ByteBuffer.wrap(said.getBytes(ISO_8859_1)), said.length());
  }
}
