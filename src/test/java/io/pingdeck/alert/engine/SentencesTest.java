package io.pingdeck.alert.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.rule.Rule;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          loss > 20 % over 20 probes | 35 | loss is 35 % (limit 20 %) | 4 | cleared: loss is 4 % (limit 20 %)
          p95 > 80 ms over 5 min | 12.5 | 12.5 % of the RTTs are above 80 ms (limit of p95) | 0 | p95 is at most 80 ms again
          max > 80 ms over 5 min | 1 | 1 % of the RTTs are above 80 ms (limit of the maximum) | 0 | the maximum is at most 80 ms again
          mean > 80 ms over 5 min | 90 | mean is 90 ms (limit 80 ms) | 9 | cleared: mean is 9 ms (limit 80 ms)
          no reply for 30 s | 31 | no reply for 31s | 0 | replies come again
          no data for 5 min | 301 | no data for 5m1s | 0 | data come again
          icmpError | 3 | 3 × icmpError | 0 | no more icmpError
          certificate expires within 14 days | 13 | the certificate expires in 13 days | 90 | cleared: the certificate expires in 90 days
          burn rate fast of 99.9 % | 20 | the error budget of 99.9 % burns 20 times as fast as it may | 1 | the error budget of 99.9 % no longer burns too fast
          heartbeat stopped | | heartbeat stopped | | cleared: heartbeat stopped
          """)
  void sayWhatFiresAndWhatIsOver(
      String when, Double firing, String fires, Double cleared, String over) {
    Rule rule = Rule.parse(when);

    assertThat(Sentences.of(rule, AlertState.FIRING, Tell.FIRING, value(firing))).isEqualTo(fires);
    assertThat(Sentences.of(rule, AlertState.RESOLVED, Tell.RESOLVED, value(cleared)))
        .isEqualTo(over);
  }

  private static OptionalDouble value(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
