package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordSearchTest {
  @ParameterizedTest
  @CsvSource({
    "ok, all is ok here, true",
    "ok, o k, false",
    "aab, aaaab, true",
    "abab, abaabab, true",
    "abac, abababa, false",
    "größe, die größe, true",
    "x, x, true",
    "xx, x, false"
  })
  void aWordIsFoundHoweverTheBytesAreCut(String word, String text, boolean found) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int at = 0; at <= bytes.length; at++) {
      KeywordSearch search = new KeywordSearch(word);
      search.accept(ByteBuffer.wrap(bytes, 0, at));
      search.accept(ByteBuffer.wrap(bytes, at, bytes.length - at));

      assertThat(search.isFound()).as("cut at %d", at).isEqualTo(found);
    }
  }
}
