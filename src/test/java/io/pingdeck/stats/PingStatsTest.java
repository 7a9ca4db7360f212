package io.pingdeck.stats;

import static io.pingdeck.ping.sample.Outcome.ICMP_ERROR;
import static io.pingdeck.ping.sample.Outcome.LATE;
import static io.pingdeck.ping.sample.Outcome.LOST;
import static io.pingdeck.ping.sample.Outcome.REFUSED;
import static io.pingdeck.ping.sample.Outcome.REPLY;
import static io.pingdeck.ping.sample.Outcome.RESET;
import static io.pingdeck.ping.sample.Outcome.RESOLVE_FAILED;
import static io.pingdeck.ping.sample.Outcome.SEND_FAILED;
import static io.pingdeck.ping.sample.Outcome.SERVER_LOST;
import static io.pingdeck.stats.PingSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.api.LossWindow;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.WindowFigures;
import io.pingdeck.stats.rtt.RttSummary;
import io.pingdeck.testing.Proves;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PingStatsTest {
  private static final long PING = 5;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private final PingStats stats = new PingStats(PingSamples.ping(PING), 100);

  @Test
  @Proves("S6")
  void rfc3550JitterAndMeanIpdvOfAWorkedExample() {
    reply(1, 333 * MILLI);
    reply(2, 123 * MILLI);
    reply(3, 123 * MILLI);

    assertThat(snapshot().jitterNanos()).hasValue(12_304_687.5);
    assertThat(snapshot().ipdvMeanAbsoluteNanos()).hasValue(105.0 * MILLI);
  }

  @Test
  void theJitterOfAWindowIsThatOfItsNewestPair() {
    for (int i = 1; i <= 20; i++) {
      reply(i, (i % 3 + 1) * MILLI);
    }

    double jitter = snapshot().jitterNanos().orElseThrow();
    for (WindowFigures figures : stats.statistics(NOW).windows()) {
      assertThat(figures.jitterNanos()).as(figures.window().json()).hasValue(jitter);
      assertThat(figures.jitterMeanNanos().orElseThrow()).isNotEqualTo(jitter);
    }
  }

  @Test
  @Proves("S6")
  void variationIsUndefinedAcrossALoss() {
    reply(1, 333 * MILLI);
    add(2, LOST, 0);
    reply(3, 123 * MILLI);

    assertThat(snapshot().jitterNanos()).isEmpty();
    assertThat(snapshot().ipdvMeanAbsoluteNanos()).isEmpty();
  }

  @Test
  void lateReplyGivesBothPairsItBelongsTo() {
    reply(1, 10);
    add(2, LOST, 0);
    reply(3, 40);

    add(2, LATE, 20);

    assertThat(snapshot().ipdvMeanAbsoluteNanos()).hasValue(15);
  }

  @Test
  void everyPairCountsOnceInAnyOrderOfTheOutcomes() {
    List<Integer> order = new java.util.ArrayList<>(IntStream.rangeClosed(1, 50).boxed().toList());
    Collections.shuffle(order, new Random(3));

    order.forEach(sequence -> reply(sequence, 1_000L * sequence * sequence));

    double mean = LongStream.range(1, 50).map(n -> 1_000 * (2 * n + 1)).average().orElseThrow();
    assertThat(snapshot().ipdvMeanAbsoluteNanos().orElseThrow()).isCloseTo(mean, within(1e-6));
  }

  @Test
  void distributionOfAWorkedExample() {
    for (long rtt : new long[] {2, 4, 4, 4, 5, 5, 7, 9}) {
      reply(rtt == 2 ? 1 : stats.samples(100).size() + 1, rtt);
    }

    assertThat(snapshot().rtt())
        .hasValue(new RttSummary(8, 2, 5.0, 2, 4, 4, 5, 9, 9, 9, 9, 9, 2.0));
  }

  @Test
  void oneReplyIsItsOwnDistribution() {
    reply(1, 183_204);

    long rtt = 183_204;
    assertThat(snapshot().rtt())
        .hasValue(new RttSummary(1, rtt, rtt, rtt, rtt, rtt, rtt, rtt, rtt, rtt, rtt, rtt, 0));
    assertThat(snapshot().lastRttNanos()).hasValue(183_204);
    assertThat(snapshot().jitterNanos()).isEmpty();
  }

  @Test
  @Proves("S7")
  void withoutSamplesEverythingIsUndefined() {
    PingSnapshot snapshot = snapshot();

    assertThat(snapshot.rtt()).isEmpty();
    assertThat(snapshot.lastRttNanos()).isEmpty();
    assertThat(snapshot.jitterNanos()).isEmpty();
    assertThat(snapshot.lastMinute().lossPercent()).isEmpty();
    assertThat(snapshot.recent()).isEmpty();
    assertThat(stats.samples(10)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "ICMP_ERROR", "REFUSED", "RESET", "SERVER_LOST", "SEND_FAILED"})
  void withoutAReplyNoRttIsMadeUp(Outcome outcome) {
    add(1, outcome, 0);
    add(2, outcome, 0);

    assertThat(snapshot().rtt()).isEmpty();
    assertThat(snapshot().lastRttNanos()).isEmpty();
    assertThat(snapshot().ipdvMeanAbsoluteNanos()).isEmpty();
  }

  @Test
  @Proves("S8")
  void hugeRttsOverflowNothing() {
    for (int sequence = 1; sequence <= 1_000; sequence++) {
      reply(sequence, sequence % 2 == 0 ? Long.MAX_VALUE : 0);
    }

    RttSummary rtt = snapshot().rtt().orElseThrow();
    assertThat(rtt.min()).isZero();
    assertThat(rtt.max()).isEqualTo(Long.MAX_VALUE);
    assertThat(rtt.p99()).isEqualTo(Long.MAX_VALUE);
    assertThat(rtt.mean()).isCloseTo(0x1p62, within(0x1p40));
    assertThat(rtt.stddev()).isCloseTo(0x1p62, within(0x1p40));
    assertThat(snapshot().jitterNanos().orElseThrow()).isPositive().isFinite();
    assertThat(snapshot().ipdvMeanAbsoluteNanos().orElseThrow()).isFinite();
  }

  @Test
  @Proves("S7")
  void equalRttsHaveNoSpread() {
    for (int sequence = 1; sequence <= 1_000; sequence++) {
      reply(sequence, 123_456_789);
    }

    RttSummary rtt = snapshot().rtt().orElseThrow();
    assertThat(rtt.stddev()).isZero();
    assertThat(rtt.mean()).isEqualTo(123_456_789);
    assertThat(rtt.median()).isEqualTo(123_456_789);
    assertThat(snapshot().jitterNanos()).hasValue(0);
  }

  @Test
  void lateReplyCountsAsOneUnansweredProbe() {
    add(1, LOST, 0);
    reply(2, 10);

    add(1, LATE, 2 * SECOND);

    assertThat(snapshot().lastMinute()).isEqualTo(new LossWindow(2, 1));
    assertThat(snapshot().recent()).isEqualTo("ar");
    assertThat(snapshot().rtt().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void lateReplyReplacesItsLostSampleInPlace() {
    add(1, LOST, 0);
    reply(2, 10);

    add(1, LATE, 2 * SECOND);

    assertThat(stats.samples(10)).extracting(Sample::sequence).containsExactly(1L, 2L);
    assertThat(stats.samples(10).getFirst().outcome()).isEqualTo(LATE);
  }

  @Test
  void anIcmpErrorAfterTheTimeoutReplacesItsLostSampleInPlace() {
    add(1, LOST, 0);
    reply(2, 10);

    add(1, ICMP_ERROR, 0);
    add(1, LOST, 0);
    add(1, LATE, 2 * SECOND);

    assertThat(stats.samples(10)).extracting(Sample::sequence).containsExactly(1L, 2L);
    assertThat(stats.samples(10).getFirst().outcome()).isEqualTo(ICMP_ERROR);
    assertThat(snapshot().recent()).isEqualTo("ir");
    assertThat(snapshot().lastMinute()).isEqualTo(new LossWindow(2, 1));
  }

  @Test
  void repeatedSampleChangesNothing() {
    reply(1, 10);
    PingSnapshot before = snapshot();

    reply(1, 20);
    add(1, LOST, 0);

    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void recentNamesEveryOutcomeInTheOrderOfTheProbes() {
    Outcome[] outcomes = {
      REPLY, LATE, LOST, ICMP_ERROR, REFUSED, RESET, SERVER_LOST, SEND_FAILED, RESOLVE_FAILED
    };
    for (int i = outcomes.length - 1; i >= 0; i--) {
      add(i + 1, outcomes[i], 7);
    }

    assertThat(snapshot().recent()).isEqualTo("raliftsxx");
  }

  @Test
  void recentHoldsTheLastSixty() {
    add(1, LOST, 0);
    for (int sequence = 2; sequence <= 62; sequence++) {
      reply(sequence, 10);
    }

    assertThat(snapshot().recent()).isEqualTo("r".repeat(60));
  }

  @Test
  void probesThatNeverLeftAreNotInTheLossWindow() {
    add(1, SEND_FAILED, 0);
    add(2, RESOLVE_FAILED, 0);
    add(3, REFUSED, 0);

    assertThat(snapshot().lastMinute()).isEqualTo(new LossWindow(1, 0));
  }

  @Test
  void lossWindowForgetsAfterAMinute() {
    add(1, LOST, 0);

    assertThat(stats.snapshot(NOW + 59 * SECOND).lastMinute()).isEqualTo(new LossWindow(1, 1));
    assertThat(stats.snapshot(NOW + 60 * SECOND).lastMinute()).isEqualTo(new LossWindow(0, 0));
  }

  @Test
  void lossWindowGoesByTheTimeOfSending() {
    stats.record(PingSamples.one(PING, 1, LOST, 0), 0, NOW + 61 * SECOND);

    assertThat(stats.snapshot(NOW + 61 * SECOND).lastMinute()).isEqualTo(new LossWindow(0, 0));
  }

  @Test
  void lossWindowStartsAnewWhenTheClockIsSetBack() {
    long later = NOW + 3_600 * SECOND;
    SampleColumns buffer = new SampleColumns();
    PingSamples.add(buffer, PING, 1, later, 0, LOST, 0);
    stats.record(buffer.toBatch(0, 1), 0, later);

    reply(2, 10);

    assertThat(snapshot().lastMinute()).isEqualTo(new LossWindow(1, 0));
  }

  @Test
  void onlyTheLatestSamplesAreHeld() {
    for (int sequence = 1; sequence <= 1_000; sequence++) {
      add(sequence, sequence % 10 == 0 ? ICMP_ERROR : REPLY, sequence);
    }

    assertThat(stats.samples(1_000))
        .extracting(Sample::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(901, 1_000).boxed().toList());
    assertThat(stats.samples(3)).extracting(Sample::sequence).containsExactly(998L, 999L, 1000L);
    assertThat(stats.samples(3).getLast().icmpError()).isPresent();
    assertThat(stats.samples(3).getFirst().icmpError()).isEmpty();
  }

  @Test
  void lateReplyToAForgottenProbeStillGivesItsRtt() {
    add(1, LOST, 0);
    for (int sequence = 2; sequence <= 500; sequence++) {
      reply(sequence, 10);
    }

    add(1, LATE, 99);

    assertThat(snapshot().rtt().orElseThrow().max()).isEqualTo(99);
    assertThat(snapshot().lastMinute()).isEqualTo(new LossWindow(500, 1));
    assertThat(stats.samples(1_000)).noneMatch(sample -> sample.sequence() == 1);
  }

  @Test
  void sparseSequencesAreHeldWhileTheyFit() {
    for (long sequence : new long[] {1, 40, 17, 33, 80}) {
      reply(sequence, sequence);
    }

    assertThat(stats.samples(100))
        .extracting(Sample::sequence)
        .containsExactly(1L, 17L, 33L, 40L, 80L);
  }

  private void reply(long sequence, long rttNanos) {
    add(sequence, REPLY, rttNanos);
  }

  private void add(long sequence, Outcome outcome, long rttNanos) {
    stats.record(PingSamples.one(PING, sequence, outcome, rttNanos), 0, NOW);
  }

  @Test
  void theLastMinuteOfAPingThatHasEndedStandsStill() {
    reply(1, MILLI);
    add(2, LOST, 0);
    stats.info(PingSamples.ping(PING).ended(PingState.FINISHED, Instant.EPOCH, ""));

    LossWindow later = stats.snapshot(NOW + 3_600 * SECOND).lastMinute();

    assertThat(later).isEqualTo(new LossWindow(2, 1));
    assertThat(later).isEqualTo(stats.snapshot(NOW).lastMinute());
  }

  private PingSnapshot snapshot() {
    return stats.snapshot(NOW);
  }
}
