package io.pingdeck.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {
  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "1, 1 byte", "2, 2 bytes"})
  void oneIsASingular(long count, String words) {
    assertThat(Counted.bytes(count)).isEqualTo(words);
  }
}
