package io.pingdeck.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.RttSpread;
import org.junit.jupiter.api.Test;

class RttJsonTest {
  @Test
  void meanAndDeviationAreWholeNanosecondsAsEverywhere() {
    assertThat(RttJson.of(new RttSpread(2, 1, 2.5, 1, 1, 2, 3, 3, 3, 4, 1.4)).encode())
        .contains("\"mean\":3,")
        .contains("\"stddev\":1}");
  }
}
