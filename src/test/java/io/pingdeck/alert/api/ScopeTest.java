package io.pingdeck.alert.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.bus.RecordCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private static Subject named(String name) {
    return new Subject(
        Subject.Kind.PING, "3f2a", name, "udp://10.0.0.1:7", List.of("berlin", "core"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          all            | x      | true
          *              | x      | true
          ab             | ab     | true
          ab             | abc    | false
          AB*            | abc    | true
          a*b            | ab     | true
          a*b            | aXb    | true
          a*a            | a      | false
          *b*            | abc    | true
          *b*            | ac     | false
          a**c           | abc    | true
          *ab*ab         | ab     | false
          *ab*ab         | abab   | true
          a*bc*c         | abcbc  | true
          a*bc*c         | abc    | false
          a.c            | abc    | false
          \\Qa\\E        | a      | false
          x, b           | b      | true
          3F2*           | x      | true
          udp://10.0.0.1:* | x    | true
          tag:berlin     | x      | true
          TAG:Berlin     | x      | true
          tag:ber*       | x      | true
          tag:core       | x      | true
          a, tag:core    | x      | true
          tag:cor        | x      | false
          tag:x          | x      | false
          berlin         | x      | false
          tag:*          | x      | true
          """)
  void containsWhatItsPatternsMatch(String text, String name, boolean isContained) {
    assertThat(new Scope(text).contains(named(name))).isEqualTo(isContained);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void manyStarsTakeNoTime() {
    Subject subject = named("a".repeat(2000));

    assertThat(new Scope("*a".repeat(400) + "*b").contains(subject)).isFalse();
    assertThat(new Scope("*a".repeat(400) + "*").contains(subject)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a,", ",", "a,,b"})
  void emptyPatternIsRefused(String text) {
    assertThatThrownBy(() -> new Scope(text)).hasMessageStartingWith("nothing is not `all`");
  }

  @Test
  void longTextIsRefused() {
    assertThatThrownBy(() -> new Scope("a".repeat(1001)))
        .hasMessage("is too long (at most 1000 characters)");
  }

  @Test
  void jsonIsItsText() throws JsonProcessingException {
    ObjectMapper json = RecordCodec.mapper().build();
    Scope scope = new Scope("berlin-*, all");

    assertThat(json.writeValueAsString(scope)).isEqualTo("{\"text\":\"berlin-*, all\"}");
    assertThat(json.readValue("{\"text\":\"berlin-*, all\"}", Scope.class)).isEqualTo(scope);
  }
}
