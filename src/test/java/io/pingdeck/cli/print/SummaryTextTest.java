package io.pingdeck.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.PingCounters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "1, 1, 100",
    "2999, 3000, > 99.9",
    "1, 1000000, < 0.01",
    "1, 3000, 0.0333",
    "999, 1000, 99.9",
    "4, 9, 44.4",
    "2, 5, 40"
  })
  void aShareIsNeverAllOrNothingUnlessItIs(long part, long whole, String text) {
    assertThat(SummaryText.percent(100.0 * part / whole)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 2999, > 99.9 % loss", "0, 3000, 100 % loss", "3000, 0, 0 % loss"})
  void soIsTheLossOfAPing(long replies, long losses, String text) {
    OutcomeCounts outcomes = new OutcomeCounts();
    outcomes.add(Outcome.REPLY, replies);
    outcomes.add(Outcome.LOST, losses);
    PingCounters counters = PingCounters.of(outcomes);

    assertThat(SummaryText.counts(counters)).endsWith(", " + text);
    assertThat(counters.outcomes().byName()).hasSize(Outcome.values().length - 1);
  }
}
