package io.pingdeck.alert.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.rule.Condition;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaugeTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Instant TODAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Subject PING = new Subject(Subject.Kind.PING, "1", "a", "udp://a:1");

  private final Series series = new Series(PING, SECOND, 0);
  private Watch watch;
  private long sequence;
  private long now;

  private void rule(String text) {
    RuleConfig rule = new RuleConfig("r", Rule.parse(text), Scope.ALL, List.of());
    watch =
        new Watch(rule, Gauges.of(rule.rule().condition(), InstantSource.fixed(TODAY), 0), 0, 0);
    series.watches().add(watch);
  }

  private void probe(Outcome outcome, long rttMillis) {
    series.record(++sequence, outcome, rttMillis * 1_000_000, false, null, now);
  }

  private void correct(long ofSequence, Outcome outcome) {
    series.record(ofSequence, outcome, 0, true, null, now);
  }

  private Verdict verdict() {
    return watch.gauge().verdict(series, now);
  }

  /// Random probes at random times, with pauses longer than a window.
  @ParameterizedTest
  @CsvSource({
    "1, 'loss > 30 % over 10 probes'",
    "2, 'loss > 30 % over 10 probes for 3 windows, clear below 10 %'",
    "3, 'loss > 30 % over 1 min'",
    "4, 'loss > 25 % over 1 min for 2 windows, clear below 5 %'",
    "5, 'p95 > 80 ms over 1 min, clear below 60 ms'",
    "6, 'p50 > 50 ms over 20 probes for 2 windows'",
    "7, 'max > 95 ms over 30 s'",
    "8, 'loss > 0 % over 1 probe'"
  })
  void gaugeAgreesWithTheDefinition(int seed, String text) {
    rule(text);
    SlowReference reference = new SlowReference((Condition.Threshold) Rule.parse(text).condition());
    Random random = new Random(seed);
    Set<Verdict> seen = EnumSet.noneOf(Verdict.class);

    double badness = 0.2;
    for (int i = 0; i < 4000; i++) {
      badness = random.nextInt(100) == 0 ? random.nextDouble() : badness;
      now += random.nextInt(300) == 0 ? random.nextLong(200 * SECOND) : random.nextLong(SECOND);
      long rtt = (long) (random.nextDouble() * (20 + 80 * Math.sqrt(badness)));
      Outcome outcome =
          random.nextDouble() >= badness * 0.7
              ? Outcome.REPLY
              : random.nextInt(10) == 0 ? Outcome.SEND_FAILED : Outcome.LOST;
      probe(outcome, rtt);
      reference.decided(outcome, rtt * 1_000_000, now);
      assertThat(verdict()).as("%s after %s", text, i).isEqualTo(reference.verdict(now));
      seen.add(verdict());
    }

    assertThat(seen).contains(Verdict.BAD, Verdict.CLEAR);
  }

  @Test
  void lossThatTurnsOutToBeARefusalIsNoLoss() {
    rule("loss > 40 % over 4 probes");
    probe(Outcome.LOST, 0);
    probe(Outcome.LOST, 0);
    probe(Outcome.REPLY, 1);
    probe(Outcome.REPLY, 1);
    assertThat(verdict()).isEqualTo(Verdict.BAD);

    correct(2, Outcome.REFUSED);

    assertThat(verdict()).isEqualTo(Verdict.CLEAR);
  }

  @Test
  void lateReplyIsStillALoss() {
    rule("loss > 40 % over 2 probes");
    probe(Outcome.LOST, 0);
    probe(Outcome.REPLY, 1);

    correct(1, Outcome.LATE);

    assertThat(verdict()).isEqualTo(Verdict.BAD);
  }

  @Test
  void onlyRepliesBreakTheSilence() {
    rule("no reply for 30 s");
    probe(Outcome.REPLY, 1);
    now = 29 * SECOND;
    probe(Outcome.LOST, 0);
    assertThat(verdict()).isEqualTo(Verdict.CLEAR);

    now = 30 * SECOND;
    assertThat(verdict()).isEqualTo(Verdict.BAD);
  }

  @Test
  void timeBetweenTwoProbesIsNoSilence() {
    rule("no reply for 30 s");
    probe(Outcome.REPLY, 1);

    now = 59 * SECOND;
    assertThat(verdict()).isEqualTo(Verdict.CLEAR);
    probe(Outcome.LOST, 0);
    assertThat(verdict()).isEqualTo(Verdict.BAD);
  }

  @Test
  void pingWithoutAnyOutcomeIsNotCalledSilent() {
    rule("no reply for 30 s");
    probe(Outcome.LOST, 0);

    now = 301 * SECOND;

    assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void lossOfDataIsNoticed() {
    rule("no data for 5 min");
    probe(Outcome.LOST, 0);
    now = 299 * SECOND;
    assertThat(verdict()).isEqualTo(Verdict.CLEAR);

    now = 300 * SECOND;
    assertThat(verdict()).isEqualTo(Verdict.BAD);
  }

  @Test
  void icmpErrorIsSeenUntilTheWindowHasPassed() {
    rule("icmpError over 1 min");
    probe(Outcome.ICMP_ERROR, 0);
    assertThat(verdict()).isEqualTo(Verdict.BAD);

    now = 61 * SECOND;
    probe(Outcome.REPLY, 1);

    assertThat(verdict()).isEqualTo(Verdict.CLEAR);
  }

  @Test
  void icmpErrorAfterTheTimeoutIsSeenToo() {
    rule("icmpError over 2 probes");
    probe(Outcome.LOST, 0);
    probe(Outcome.REPLY, 1);
    assertThat(verdict()).isEqualTo(Verdict.CLEAR);

    correct(1, Outcome.ICMP_ERROR);

    assertThat(verdict()).isEqualTo(Verdict.BAD);
  }

  @Test
  void certificateOfTheLastAnswerCounts() {
    rule("certificate expires within 14 days");
    assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);

    answer(TODAY.plus(Duration.ofDays(15)));
    assertThat(verdict()).isEqualTo(Verdict.CLEAR);
    answer(TODAY.plus(Duration.ofDays(13)));
    assertThat(verdict()).isEqualTo(Verdict.BAD);
    assertThat(watch.gauge().value(series, now)).isEqualTo(13);
  }

  private void answer(Instant expiry) {
    Response answer = new Response.Http(200, 1, OptionalLong.of(1), 1, 1, Optional.of(expiry));
    series.record(++sequence, Outcome.REPLY, 1, false, answer, now);
  }

  @Test
  void jitterIsThatOfConsecutiveReplies() {
    rule("jitter > 1 ms over 12 s");
    for (int i = 0; i < 100; i++) {
      probe(Outcome.REPLY, i % 2 == 0 ? 10 : 20);
      now += SECOND;
    }
    assertThat(verdict()).isEqualTo(Verdict.BAD);
    assertThat(watch.gauge().value(series, now)).isBetween(9.5, 10.0);

    for (int i = 0; i < 100; i++) {
      probe(i % 2 == 0 ? Outcome.REPLY : Outcome.LOST, 100L * i);
      now += SECOND;
    }
    assertThat(verdict()).isEqualTo(Verdict.UNKNOWN); // no pair in the window
  }

  @Test
  void burnRateNeedsBothWindows() {
    rule("burn rate 2 over 2 h and 10 min of 90 %");
    probes(Duration.ofHours(2), 0);
    assertThat(verdict()).isEqualTo(Verdict.CLEAR);

    probes(Duration.ofMinutes(15), 1);
    assertThat(verdict()).isEqualTo(Verdict.CLEAR); // of the long window only an eighth is lost

    probes(Duration.ofMinutes(15), 1);
    assertThat(verdict()).isEqualTo(Verdict.BAD);

    probes(Duration.ofMinutes(10), 0);
    assertThat(verdict()).isEqualTo(Verdict.CLEAR); // it is over
  }

  private void probes(Duration length, int lost) {
    for (long i = 0; i < length.toSeconds(); i++) {
      now += SECOND;
      probe(lost > 0 ? Outcome.REFUSED : Outcome.REPLY, 1);
    }
  }

  @Test
  void firstFailureOfANewPingBurnsNoBudget() {
    rule("burn rate fast of 99.9 %");
    probes(Duration.ofMinutes(5), 0);
    probe(Outcome.LOST, 0);

    assertThat(verdict()).isEqualTo(Verdict.CLEAR);
  }

  @Test
  void medianIsComparedWithThatOfAWeekAgo() {
    rule("rtt median +50 % over the same hour last week");
    probes(Duration.ofHours(1), 0);
    assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);

    series.baseline(1_000_000);
    rtts(Duration.ofHours(1), 1);
    assertThat(verdict()).isEqualTo(Verdict.CLEAR);
    rtts(Duration.ofMinutes(40), 2);
    assertThat(verdict()).isEqualTo(Verdict.BAD);
  }

  private void rtts(Duration length, long millis) {
    for (long i = 0; i < length.toSeconds(); i++) {
      now += SECOND;
      probe(Outcome.REPLY, millis);
    }
  }
}
