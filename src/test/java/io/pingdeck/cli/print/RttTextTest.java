package io.pingdeck.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RttTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "7, 7 ns",
    "183, 183 ns",
    "999, 999 ns",
    "999.6, 1.00 µs",
    "1000, 1.00 µs",
    "1834, 1.83 µs",
    "18345, 18.3 µs",
    "183204, 183 µs",
    "999499, 999 µs",
    "999500, 1.00 ms",
    "10000000, 10.0 ms",
    "1520000000, 1.52 s",
    "61200000000, 61.2 s",
    "1234000000000, 1230 s",
  })
  @Proves("S13")
  void hasThreeSignificantDigitsAndTheUnitThatFits(double nanos, String text) {
    assertThat(RttText.format(nanos)).isEqualTo(text);
  }
}
