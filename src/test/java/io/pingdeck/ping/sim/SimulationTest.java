package io.pingdeck.ping.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.testing.Proves;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// `-Dsim.seed=1234` runs one seed, `-Dsim.seeds=200000` the first 200,000.
class SimulationTest {
  private static final int DEFAULT_SEEDS = 2_000;

  @Test
  @Proves("S1")
  void engineAgreesWithTheReferenceUnderEveryFaultScript() {
    seeds().forEach(SimulationTest::run);
  }

  @Test
  @Proves("S18")
  void sameSeedGivesTheSameSamples() {
    for (long seed = 1; seed <= 50; seed++) {
      assertThat(run(seed)).isEqualTo(run(seed));
    }
  }

  /// A simulation without faults proves nothing.
  @Test
  void scriptsMeetEveryOutcomeAndEveryCounter() {
    long[] sums = new long[PingCounters.COLUMNS];
    EnumSet<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    EnumSet<RttSource> sources = EnumSet.noneOf(RttSource.class);
    EnumSet<PingState> states = EnumSet.noneOf(PingState.class);
    for (long seed = 1; seed <= 100; seed++) {
      Simulation simulation = new Simulation(seed);
      for (Object entry : simulation.run()) {
        switch (entry) {
          case Line line when line.outcome().hasRtt() -> {
            outcomes.add(line.outcome());
            sources.add(line.source());
          }
          case Line line -> outcomes.add(line.outcome());
          case Reference.End end -> states.add(end.state());
          default -> throw new AssertionError(entry);
        }
      }
      simulation.counterRows().forEach(row -> add(sums, row));
    }
    assertThat(outcomes).isEqualTo(EnumSet.complementOf(EnumSet.of(Outcome.RESOLVE_FAILED)));
    assertThat(sources).isEqualTo(EnumSet.allOf(RttSource.class));
    assertThat(states).containsExactly(PingState.STOPPED, PingState.FINISHED, PingState.FAILED);
    assertThat(sums).doesNotContain(0);
  }

  private static void add(long[] sums, long[] row) {
    for (int i = 0; i < row.length; i++) {
      sums[i] += row[i];
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
