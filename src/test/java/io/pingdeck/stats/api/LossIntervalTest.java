package io.pingdeck.stats.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossIntervalTest {
  /// Worked examples of R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  @ParameterizedTest
  @CsvSource({
    "81, 263, 25.53, 36.62",
    "15, 148, 6.24, 16.05",
    "0, 20, 0, 16.11",
    "1, 29, 0.61, 17.18"
  })
  void intervalsArePublishedOnes(long unanswered, long probes, double low, double high) {
    LossInterval interval = LossInterval.of(unanswered, probes);

    assertThat(interval.lowPercent()).isCloseTo(low, within(0.005));
    assertThat(interval.highPercent()).isCloseTo(high, within(0.005));
  }

  @Test
  void oneOfTenIsHardlyAFact() {
    LossInterval interval = LossInterval.of(1, 10);

    assertThat(interval.lowPercent()).isCloseTo(1.79, within(0.01));
    assertThat(interval.highPercent()).isCloseTo(40.42, within(0.01));
  }

  @Test
  void intervalHoldsTheMeasuredLossAndStaysWithinPercent() {
    for (long probes = 1; probes <= 300; probes++) {
      for (long unanswered = 0; unanswered <= probes; unanswered++) {
        LossInterval interval = LossInterval.of(unanswered, probes);
        double loss = 100.0 * unanswered / probes;

        assertThat(interval.lowPercent()).isBetween(0.0, loss);
        assertThat(interval.highPercent()).isBetween(loss, 100.0);
      }
    }
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> LossInterval.of(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> LossInterval.of(2, 1));
  }
}
