package io.pingdeck.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.ping.sample.Outcome;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {
  private static final Window FIVE_MINUTES = new Window.Time(Duration.ofMinutes(5));
  private static final Window MINUTE = new Window.Time(Duration.ofMinutes(1));

  static Stream<Arguments> conditions() {
    return Stream.of(
        rule("loss > 5 % over 100 probes", threshold(Figure.LOSS, 5, 5, new Window.Probes(100), 1)),
        rule(
            "loss > 5 % over 100 probes for 3 windows, clear below 2 %",
            threshold(Figure.LOSS, 5, 2, new Window.Probes(100), 3)),
        rule("loss>0% over 5min", threshold(Figure.LOSS, 0, 0, FIVE_MINUTES, 1)),
        rule("p95 > 80 ms over 5 min", threshold(Figure.P95, 80e6, 80e6, FIVE_MINUTES, 1)),
        rule("median > 1.5 ms over 1m", threshold(Figure.P50, 1.5e6, 1.5e6, MINUTE, 1)),
        rule(
            "max > 1 s over 20 probes, clear below 200 ms",
            threshold(Figure.MAX, 1e9, 2e8, new Window.Probes(20), 1)),
        rule("mean > 80ms over 300 s", threshold(Figure.MEAN, 80e6, 80e6, FIVE_MINUTES, 1)),
        rule("jitter > 5 ms over 5 min", threshold(Figure.JITTER, 5e6, 5e6, FIVE_MINUTES, 1)),
        rule("rtt median +50 % over the same hour last week", new Condition.Rise(50)),
        rule("no reply for 30 s", new Condition.NoReply(Duration.ofSeconds(30))),
        rule("no reply for 1m30s", new Condition.NoReply(Duration.ofSeconds(90))),
        rule("no data for 5 min", new Condition.NoData(Duration.ofMinutes(5))),
        rule("icmpError", new Condition.Seen(Outcome.ICMP_ERROR, MINUTE)),
        rule(
            "icmpError over 10 probes",
            new Condition.Seen(Outcome.ICMP_ERROR, new Window.Probes(10))),
        rule("status unexpected", new Condition.Seen(Outcome.UNEXPECTED, MINUTE)),
        rule("certificate expires within 14 days", new Condition.Certificate(Duration.ofDays(14))),
        rule("heartbeat stopped", new Condition.Beat(Set.of(BeatState.STOPPED))),
        rule(
            "heartbeat is stopped or failed",
            new Condition.Beat(Set.of(BeatState.STOPPED, BeatState.FAILED))),
        rule(
            "burn rate fast of 99.9 %",
            new Condition.BurnRate(14.4, Duration.ofHours(1), Duration.ofMinutes(5), 99.9)),
        rule(
            "burn rate medium of 99 %",
            new Condition.BurnRate(6, Duration.ofHours(6), Duration.ofMinutes(30), 99)),
        rule(
            "burn rate slow of 99 %",
            new Condition.BurnRate(1, Duration.ofDays(3), Duration.ofHours(6), 99)),
        rule(
            "burn rate 2× over 2 h and 10 min of 90 %",
            new Condition.BurnRate(2, Duration.ofHours(2), Duration.ofMinutes(10), 90)));
  }

  private static Arguments rule(String text, Condition condition) {
    return Arguments.of(text, condition);
  }

  private static Condition threshold(
      Figure figure, double above, double clearBelow, Window window, int windows) {
    return new Condition.Threshold(figure, above, clearBelow, window, windows);
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void wordsBecomeACondition(String text, Condition condition) {
    assertThat(Rule.parse(text).condition()).isEqualTo(condition);
  }

  @Test
  void timesDampBothWays() {
    Rule rule = Rule.parse("no reply for 30 s for 2 min, clear after 5 min, hold 10 min");

    assertThat(rule.fireAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(rule.clearAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rule.hold()).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | 0  | the end is not what a rule can watch (loss, p50, p90, p95, p99, mean, max, jitter, rtt median, no reply, no data, icmpError, status unexpected, certificate expires, heartbeat, burn rate)
          lost > 5 %                  | 0  | lost is not what a rule can watch (loss, p50, p90, p95, p99, mean, max, jitter, rtt median, no reply, no data, icmpError, status unexpected, certificate expires, heartbeat, burn rate)
          route changed               | 0  | `route changed` needs paths, which Pingdeck does not measure
          loss < 5 %                  | 5  | < is not `>` (loss > 5 %)
          loss > x                    | 7  | x is not a number of percent (5 %)
          loss > -1 %                 | 7  | - is not a number of percent (5 %)
          loss > 5                    | 8  | the end is not `%` (5 %)
          loss > 5 ms                 | 9  | ms is not `%` (5 %)
          loss > 101 %                | 7  | 101 % is not a share (0-100 %)
          loss > 100 % over 5 min     | 7  | 100 % is never exceeded (0-99.9 %)
          loss > 5 %                  | 10 | the end is not a window (over 5 min, or over 100 probes)
          loss > 5 % over             | 15 | the end is not a window (100 probes, or 5 min)
          loss > 5 % over 0 probes    | 16 | 0 is not a number of probes (1-10000)
          loss > 5 % over 1.5 probes  | 16 | 1.5 is not a number of probes (1-10000)
          loss > 5 % over 20000 probes | 16 | 20000 is not a number of probes (1-10000)
          loss > 5 % over 5 apples    | 18 | apples is not a unit of time (ms, s, min, h, days)
          loss > 5 % over 1 s         | 16 | 1 s is not from 10s to 7d
          loss > 5 % over 8 days      | 16 | 8 days is not from 10s to 7d
          loss > 5 % over 5 min for   | 25 | the end is not a number of windows or a time (for 3 windows, for 2 min)
          loss > 5 % over 5 min for 0 windows | 26 | 0 is not a number of windows (1-20)
          loss > 5 % over 5 min for 21 windows | 26 | 21 is not a number of windows (1-20)
          loss > 5 % over 7 d for 2 windows | 24 | the windows are too long together (7d)
          loss > 5 % over 10000 probes for 6 windows | 33 | the windows are too long together (50000 probes)
          loss > 5 % over 5 min, clear | 28 | the end is not `below` or `after` (clear below 2 %, clear after 5 min)
          loss > 5 % over 5 min, clear below 6 % | 35 | it clears above its threshold: clear below must not be above it
          loss > 5 % over 5 min, now  | 23 | now is not `clear below …`, `clear after …` or `hold …`
          loss > 5 % over 5 min or p95 | 22 | or is not `,` nor the end of the rule
          p95 > 5 % over 5 min        | 8  | % is not a unit of time (ms, s, min, h, days)
          p95 > 0 ms over 5 min       | 6  | 0 ms is not from 1ns to 10m
          p97 > 5 ms over 5 min       | 0  | p97 is not what a rule can watch (loss, p50, p90, p95, p99, mean, max, jitter, rtt median, no reply, no data, icmpError, status unexpected, certificate expires, heartbeat, burn rate)
          mean > 5 ms                 | 11 | the end is not a window (over 5 min)
          mean > 5 ms over 10 probes  | 17 | mean needs a time (over 5 min)
          rtt mean                    | 4  | mean is not `median` (rtt median +50 % over the same hour last week)
          rtt median +0 %             | 12 | 0 % is not a rise (1-10000 %)
          rtt median +50 % over yesterday | 22 | yesterday is not `the` (rtt median +50 % over the same hour last week)
          no luck                     | 3  | luck is not `reply` or `data` (no reply for 30 s)
          no reply                    | 8  | the end is not `for` (no reply for 30 s)
          no reply for 0 s            | 13 | 0 s is not from 1s to 7d
          no reply for 30 s, clear below 5 % | 19 | `clear below` needs a threshold (loss > 5 % over 100 probes)
          no reply for 30 s for 2 windows | 18 | `for … windows` needs a threshold and a window (loss > 5 % over 100 probes)
          status 500                  | 7  | 500 is not `unexpected` (status unexpected)
          certificate expires in 5 d  | 20 | in is not `within` (certificate expires within 14 days)
          certificate expires within 0 d | 27 | 0 d is not from 1h to 3650d
          heartbeat dead              | 10 | dead is not a state of a heartbeat (alive, late, stopped, restarted, failed, goodbye, losing)
          burn rate                   | 9  | the end is not fast, medium, slow or a factor (burn rate 14.4 over 1 h and 5 min of 99.9 %)
          burn rate 0 over 1 h and 5 min of 99 % | 10 | 0 is not a factor (above 0, up to 1000)
          burn rate 2 over 5 min and 1 h of 99 % | 27 | the second window is not shorter than the first (burn rate 14.4 over 1 h and 5 min of 99.9 %)
          burn rate fast              | 14 | the end is not `of` (burn rate fast of 99.9 %)
          burn rate fast of 100 %     | 18 | 100 % is not an objective for a burn rate of 14.4: it allows no failure (below 100 %)
          burn rate fast of 90 %      | 18 | 90 % is not an objective for a burn rate of 14.4: even without any reply it is not reached
          """)
  void errorSaysWhatIsWrongAndWhatIsAllowed(String text, int at, String message) {
    RuleException refusal = catchThrowableOfType(RuleException.class, () -> Rule.parse(text));

    assertThat(refusal).as(text).isNotNull();
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.at()).as(text).isEqualTo(at);
  }

  @Test
  void longTextIsRefused() {
    RuleException refusal =
        catchThrowableOfType(RuleException.class, () -> Rule.parse("loss ".repeat(100)));

    assertThat(refusal).hasMessage("is too long (500 characters, at most 300)");
  }
}
