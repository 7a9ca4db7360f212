package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReorderingTest {
  @ParameterizedTest
  @CsvSource({
    "'1 2 3 4 5', 0",
    "'1 2 5 3 4', 2",
    "'1 3 5', 0",
    "'5 4 3 2 1', 4",
    "'2 1 4 3', 2",
    "'1 2 3 7 4 5 6 8 9', 3",
  })
  void repliesBelowTheHighestSeenAreReordered(String order, int reordered) {
    var reordering = new Reordering();
    int count = 0;
    for (String sequence : order.split(" ")) {
      count += reordering.arrived(Long.parseLong(sequence)) ? 1 : 0;
    }
    assertThat(count).isEqualTo(reordered);
  }

  @Test
  void lastSequenceOfAllDoesNotTurnBack() {
    var reordering = new Reordering();
    assertThat(reordering.arrived(Long.MAX_VALUE - 1)).isFalse();
    assertThat(reordering.arrived(5)).isTrue();
  }
}
