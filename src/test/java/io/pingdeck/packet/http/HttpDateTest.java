package io.pingdeck.packet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  /// RFC 9110 section 5.6.7.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void allFormatsOfTheRfcAreRead(String text) {
    assertThat(HttpDate.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @Test
  void aDayOfTwoDigitsIsReadToo() {
    assertThat(HttpDate.parse("Wed Nov 16 08:49:37 1994"))
        .contains(Instant.parse("1994-11-16T08:49:37Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "yesterday", "1994-11-06T08:49:37Z", "Sun, 36 Nov 1994"})
  void anythingElseIsNoDate(String text) {
    assertThat(HttpDate.parse(text)).isEmpty();
  }
}
