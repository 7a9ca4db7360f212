package io.pingdeck.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
  @Test
  void firstHundredAreKeptAndTheRestIsCounted() {
    Faults faults = new Faults();
    IntStream.range(0, 1_300_100).forEach(i -> faults.add(new Fault("targets", "line " + i)));

    assertThat(faults.list()).hasSize(101);
    assertThat(faults.list().get(99)).isEqualTo(new Fault("targets", "line 99"));
    assertThat(faults.list().getLast())
        .isEqualTo(new Fault("targets", "and 1,300,000 more faults"));
  }

  @Test
  void sameFaultIsKeptOnce() {
    Faults faults = new Faults();
    IntStream.range(0, 1000).forEach(_ -> faults.add(new Fault("size", "is too large")));

    assertThat(faults.list()).containsExactly(new Fault("size", "is too large"));
  }

  @Test
  void countSurvivesAWayThroughAnAnswer() {
    Faults faults = new Faults();
    IntStream.range(0, 500).forEach(i -> faults.add(new Fault("targets", "line " + i)));

    assertThatThrownBy(faults::throwIfAny)
        .isInstanceOfSatisfying(
            FaultException.class,
            first -> {
              List<Fault> again = new FaultException(first.faults()).faults();
              assertThat(again).isEqualTo(first.faults());
              Faults joined = new Faults();
              joined.addAll(first, fault -> true);
              assertThat(joined.list()).isEqualTo(first.faults());
            });
  }
}
