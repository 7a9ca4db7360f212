package io.pingdeck.echo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.impairment.LossModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurstLossTest {
  private static final int DRAWS = 200_000;

  /// The share of losses matches the requested one for any burst length; the last row leaves no
  /// room for bursts as short as requested.
  @ParameterizedTest
  @CsvSource({"0.1, 1, 1.11", "0.1, 2, 2", "0.3, 8, 8", "0.02, 50, 50", "0.9, 2, 9"})
  void lossAndBurstLengthAreWhatWasAskedFor(double loss, double burst, double measured) {
    LossModel sequence = new LossModel(impairment(loss, burst));
    int lost = 0;
    int bursts = 0;
    boolean before = false;
    for (int i = 0; i < DRAWS; i++) {
      boolean now = sequence.losesNext();
      lost += now ? 1 : 0;
      bursts += now && !before ? 1 : 0;
      before = now;
    }

    // The losses of a burst are not independent: this is the number of independent choices.
    double sigma = Math.sqrt(loss * (1 - loss) * 2 * measured / DRAWS);
    assertThat((double) lost / DRAWS).isCloseTo(loss, within(5 * sigma));
    double relative = 5 / Math.sqrt(bursts);
    assertThat((double) lost / bursts).isCloseTo(measured, within(measured * relative));
  }

  private static Impairment impairment(double loss, double burst) {
    return Wanted.impairment().loss(loss).burst(burst).seed(3).get();
  }
}
