package io.pingdeck.probe.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// `-Dsim.seed=1234` runs one seed, `-Dsim.seeds=200000` the first 200,000.
class SimulationTest {
  private static final int DEFAULT_SEEDS = 2_000;

  @Test
  void engineAgreesWithTheReferenceUnderEveryFaultScript() {
    seeds().forEach(SimulationTest::run);
  }

  @Test
  void sameSeedGivesTheSameSamples() {
    for (long seed = 1; seed <= 50; seed++) {
      assertThat(run(seed)).isEqualTo(run(seed));
    }
  }

  private static List<Object> run(long seed) {
    try {
      return new Simulation(seed).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "Seed "
              + seed
              + " fails. Replay it: ./mvnw test -Dtest=SimulationTest -Dsim.seed="
              + seed
              + "\n"
              + e.getMessage(),
          e);
    }
  }

  private static LongStream seeds() {
    Long one = Long.getLong("sim.seed");
    return one == null
        ? LongStream.rangeClosed(1, Long.getLong("sim.seeds", DEFAULT_SEEDS))
        : LongStream.of(one);
  }
}
