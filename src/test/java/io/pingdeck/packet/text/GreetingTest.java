package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.text.Greeting.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTest {
  @ParameterizedTest
  @CsvSource({
    "NUMERIC, '220 ready~', 220",
    "NUMERIC, '421 too many connections~', 421",
    "NUMERIC, '554~', 554",
    "NUMERIC, '220-mx teaser~220 mx ready~', 220",
    "NUMERIC, '220-mx teaser~521 go away~', 521",
    "NUMERIC, '220-hello~ 12 users~this is 300 lines~220 end~', 220",
    "NUMERIC, 'SSH-2.0-OpenSSH~', -1",
    "NUMERIC, '2200 many~', -1",
    "NUMERIC, '~', -1",
    "POP3, '+OK ready~', 0",
    "POP3, '-ERR in use~', 1",
    "POP3, '220 smtp~', -1",
    "IMAP, '* OK ready~', 0",
    "IMAP, '* ok ready~', 0",
    "IMAP, '* BYE too many~', 2",
    "IMAP, '* PREAUTH root~', 3",
    "IMAP, '+OK pop~', -1",
    "LINE, 'Thank you for connecting~', -1"
  })
  void itIsCompleteAtTheEndOfItsLastLine(Kind kind, String text, int code) {
    Greeting greeting = new Greeting(kind);
    byte[] bytes = text.replace("~", "\r\n").getBytes(US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(greeting.isComplete()).as("before byte %d", i).isFalse();
      greeting.add(bytes[i]);
    }

    assertThat(greeting.isComplete()).isTrue();
    assertThat(greeting.code()).isEqualTo(code);
  }

  @Test
  void withoutItsNewlineALineWasCutUnlessItSaysWhatItLikes() {
    assertThat(ended(Kind.LINE, "Welcome").isComplete()).isTrue();
    assertThat(ended(Kind.NUMERIC, "220 no end").isComplete()).isFalse();
    assertThat(ended(Kind.POP3, "+OK").isComplete()).isFalse();
    assertThat(ended(Kind.IMAP, "* BYE").isComplete()).isFalse();
    assertThat(ended(Kind.NUMERIC, "220-first\r\n").isComplete()).isFalse();
    assertThat(ended(Kind.NUMERIC, "220-first").isComplete()).isFalse();
  }

  @Test
  void telnetIsCompleteWithItsFirstByte() {
    assertThat(new Greeting(Kind.ANY).add((byte) 0xff)).isTrue();
  }

  private static Greeting ended(Kind kind, String text) {
    Greeting greeting = new Greeting(kind);
    for (byte b : text.getBytes(US_ASCII)) {
      greeting.add(b);
    }
    greeting.end();
    return greeting;
  }
}
