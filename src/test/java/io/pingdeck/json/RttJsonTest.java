package io.pingdeck.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.stats.rtt.RttSummary;
import org.junit.jupiter.api.Test;

class RttJsonTest {
  @Test
  void meanAndDeviationAreWholeNanosecondsAsEverywhere() {
    assertThat(RttJson.bucket(new RttSummary(2, 1, 2.5, 1, 1, 2, 3, 3, 3, 3, 4, 4, 1.4)).encode())
        .contains("\"mean\":3,")
        .contains("\"stddev\":1}");
  }
}
