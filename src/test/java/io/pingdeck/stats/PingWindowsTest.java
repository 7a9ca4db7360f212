package io.pingdeck.stats;

import static io.pingdeck.ping.sample.Outcome.ICMP_ERROR;
import static io.pingdeck.ping.sample.Outcome.LATE;
import static io.pingdeck.ping.sample.Outcome.LOST;
import static io.pingdeck.ping.sample.Outcome.REFUSED;
import static io.pingdeck.ping.sample.Outcome.REPLY;
import static io.pingdeck.ping.sample.Outcome.SEND_FAILED;
import static io.pingdeck.stats.PingSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.api.Availability;
import io.pingdeck.stats.api.PingStatistics;
import io.pingdeck.stats.api.Window;
import io.pingdeck.stats.api.WindowFigures;
import io.pingdeck.testing.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PingWindowsTest {
  private static final long PING = 5;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long MINUTE = 60 * SECOND;

  private record Probe(long sequence, long sent, Outcome outcome, long rtt, long lag) {}

  private final PingStats stats = new PingStats(PingSamples.ping(PING), 5_000);

  @Test
  void windowsHoldTheProbesThatWereSentInThem() {
    for (int second = 0; second < 7_200; second++) {
      add(new Probe(second + 1, NOW + second * SECOND, REPLY, MILLI, 0));
    }
    long now = NOW + 7_200 * SECOND - 1;

    assertThat(window(Window.TEN_PROBES, now).counters().count(Outcome.REPLY)).isEqualTo(10);
    assertThat(window(Window.MINUTE, now).counters().count(Outcome.REPLY)).isEqualTo(60);
    assertThat(window(Window.FIVE_MINUTES, now).counters().count(Outcome.REPLY)).isEqualTo(300);
    assertThat(window(Window.HOUR, now).counters().count(Outcome.REPLY)).isEqualTo(3_600);
    assertThat(window(Window.HOUR, now).rtt().orElseThrow().count()).isEqualTo(3_600);
    assertThat(window(Window.HOUR, now).fromEpochNanos()).hasValue(NOW + 3_600 * SECOND);
    assertThat(window(Window.ALL, now).rtt().orElseThrow().count()).isEqualTo(7_200);
    assertThat(window(Window.HOUR, now + 2 * 3_600 * SECOND).counters().sent()).isZero();
  }

  @Test
  void figuresDoNotDependOnTheOrderOfTheOutcomes() {
    List<Probe> probes = probes(4_000, new Random(11));
    probes.forEach(this::add);
    PingStatistics inOrder = ended(stats, probes);
    for (int seed = 0; seed < 5; seed++) {
      PingStats other = new PingStats(PingSamples.ping(PING), 5_000);
      List<Probe> shuffled = shuffledNearby(probes, new Random(seed));
      shuffled.forEach(probe -> add(other, probe));

      assertThat(ended(other, probes)).isEqualTo(inOrder);
    }
  }

  @Test
  void lossThatTurnsLateCountsAsIfItHadBeenLateFromTheStart() {
    List<Probe> probes = probes(2_000, new Random(5));
    PingStats other = new PingStats(PingSamples.ping(PING), 5_000);
    for (Probe probe : probes) {
      add(probe);
      if (probe.outcome == LATE) {
        add(other, new Probe(probe.sequence, probe.sent, LOST, 0, probe.lag));
      }
      add(other, probe);
    }

    assertThat(ended(other, probes)).isEqualTo(ended(stats, probes));
  }

  @Test
  @Proves("S10")
  void latencyFromThePlannedInstantStandsBesideTheActualOne() {
    add(new Probe(1, NOW, REPLY, MILLI, 0));
    add(new Probe(2, NOW + 300 * MILLI, REPLY, MILLI, 300 * MILLI));

    WindowFigures figures = window(Window.MINUTE, NOW + SECOND);
    assertThat(figures.rtt().orElseThrow().max()).isEqualTo(MILLI);
    assertThat(figures.plannedRtt().orElseThrow().max()).isEqualTo(301 * MILLI);
    assertThat(figures.plannedRtt().orElseThrow().min()).isEqualTo(MILLI);
    assertThat(figures.maxLagNanos()).hasValue(300 * MILLI);
  }

  @Test
  void plannedLatencyNeverOverflows() {
    add(new Probe(1, NOW, REPLY, Long.MAX_VALUE, Long.MAX_VALUE));

    assertThat(window(Window.ALL, NOW).plannedRtt().orElseThrow().max()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void availabilityLeavesOutTheTimeWithoutData() {
    add(new Probe(1, NOW, REPLY, MILLI, 0));
    add(new Probe(2, NOW + SECOND, LOST, 0, 0));
    add(new Probe(3, NOW + 5 * SECOND, LOST, 0, 0));
    add(new Probe(4, NOW + 10 * SECOND, REFUSED, 0, 0));
    add(new Probe(5, NOW + 15 * SECOND, ICMP_ERROR, 0, 0));
    add(new Probe(6, NOW + 20 * SECOND, SEND_FAILED, 0, 0));
    add(new Probe(7, NOW + 50 * SECOND, LATE, 3 * SECOND, 0));

    for (Window window : Window.values()) {
      assertThat(window(window, NOW + 55 * SECOND).availability())
          .as("%s: %s", window, "up, down, refused, ICMP, not sent, late, and much no data")
          .isEqualTo(new Availability(6, 1));
    }
    assertThat(new Availability(0, 0).percent()).isEmpty();
    assertThat(new Availability(5, 3).percent()).hasValue(60);
  }

  @Test
  void availabilityRemembersStepsThatHaveLeftTheMinute() {
    for (int second = 0; second < 600; second++) {
      Outcome outcome = second < 120 ? LOST : REPLY;
      add(new Probe(second + 1, NOW + second * SECOND, outcome, MILLI, 0));
    }
    long now = NOW + 600 * SECOND - 1;

    assertThat(window(Window.MINUTE, now).availability()).isEqualTo(new Availability(12, 12));
    assertThat(window(Window.FIVE_MINUTES, now).availability()).isEqualTo(new Availability(60, 60));
    assertThat(window(Window.HOUR, now).availability()).isEqualTo(new Availability(120, 96));
    assertThat(window(Window.ALL, now).availability()).isEqualTo(new Availability(120, 96));
  }

  @Test
  void jitterOfTheLastTenIsTheMeanOfItsLastValues() {
    double jitter = 0;
    double sum = 0;
    long previous = 0;
    Random random = new Random(2);
    for (int i = 1; i <= 50; i++) {
      long rtt = MILLI + random.nextInt(1_000_000);
      add(new Probe(i, NOW + i * SECOND, REPLY, rtt, 0));
      jitter += i == 1 ? 0 : (Math.abs(rtt - previous) - jitter) / 16;
      sum += i > 40 ? jitter : 0;
      previous = rtt;
    }

    double mean = window(Window.TEN_PROBES, NOW).jitterMeanNanos().orElseThrow();
    assertThat(mean).isCloseTo(sum / 10, within(1e-6));
  }

  @Test
  void probeWhoseOutcomeNeverComesHoldsTheJitterUpForSecondsOnly() {
    add(new Probe(1, NOW, REPLY, 100, 0));
    for (int i = 3; i <= 20; i++) {
      add(new Probe(i, NOW + i * SECOND, REPLY, i * 100, 0));
    }

    assertThat(stats.snapshot(NOW + 20 * SECOND).jitterNanos()).isPresent();
  }

  @Test
  @Proves("S15")
  void hostSuspendedForAnHourHasNoDataForItAndNoLosses() {
    // The monotonic clock does not move: the schedule continues, and only the wall clock changed.
    for (int i = 0; i < 60; i++) {
      long slept = i < 30 ? 0 : 3_600 * SECOND;
      add(new Probe(i + 1, NOW + i * SECOND + slept, REPLY, MILLI, 0));
    }
    long now = NOW + 3_660 * SECOND - 1;

    WindowFigures hour = window(Window.HOUR, now);
    assertThat(hour.counters().count(Outcome.REPLY))
        .as("before it is no part of the hour")
        .isEqualTo(30);
    assertThat(window(Window.ALL, now).availability()).isEqualTo(new Availability(12, 12));
    assertThat(hour.counters().unanswered()).isZero();
  }

  @Test
  void withoutSamplesNothingIsMadeUp() {
    for (Window window : Window.values()) {
      WindowFigures figures = window(window, NOW);
      assertThat(figures.counters()).isEqualTo(PingCounters.ZERO);
      assertThat(figures.lossInterval()).isEmpty();
      assertThat(figures.rtt()).isEmpty();
      assertThat(figures.fromEpochNanos()).isEmpty();
      assertThat(figures.maxLagNanos()).isEmpty();
    }
  }

  @Test
  @Proves("S7")
  void allLostGivesWholeLossAndNoRtt() {
    for (int i = 1; i <= 10; i++) {
      add(new Probe(i, NOW, LOST, 0, 0));
    }

    WindowFigures figures = window(Window.MINUTE, NOW);
    assertThat(figures.counters().lossPercent()).hasValue(100);
    assertThat(figures.lossInterval().orElseThrow().highPercent()).isEqualTo(100);
    assertThat(figures.rtt()).isEmpty();
    assertThat(figures.ipdvMeanAbsoluteNanos()).isEmpty();
    assertThat(figures.availability()).isEqualTo(new Availability(1, 0));
  }

  @Test
  void windowsOfAnEndedPingEndWithItsLastProbe() {
    List<Probe> probes = probes(100, new Random(1));
    probes.forEach(this::add);

    assertThat(stats.statistics(NOW + 99 * MINUTE).windows().get(1).counters().sent()).isZero();
    assertThat(ended(stats, probes).windows().get(1).counters().sent()).isGreaterThan(50);
  }

  private static PingStatistics ended(PingStats stats, List<Probe> probes) {
    PingInfo ping = PingSamples.ping(PING);
    stats.info(ping.ended(PingState.FINISHED, Instant.EPOCH, ""));
    return stats.statistics(probes.getLast().sent + 10 * MINUTE);
  }

  private static List<Probe> probes(int count, Random random) {
    List<Probe> probes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Outcome outcome =
          switch (random.nextInt(10)) {
            case 0 -> LOST;
            case 1 -> LATE;
            case 2 -> ICMP_ERROR;
            default -> REPLY;
          };
      long lag = random.nextInt(50_000);
      probes.add(new Probe(i, NOW + i * SECOND + lag, outcome, random.nextInt(3_000_000), lag));
    }
    return probes;
  }

  /// Shuffles probes like replies that overtake one another.
  private static List<Probe> shuffledNearby(List<Probe> probes, Random random) {
    List<Probe> shuffled = new ArrayList<>(probes);
    for (int i = 0; i + 5 <= shuffled.size(); i += 5) {
      Collections.shuffle(shuffled.subList(i, i + 5), random);
    }
    return shuffled;
  }

  private WindowFigures window(Window window, long now) {
    return stats.statistics(now).windows().get(window.ordinal());
  }

  private void add(Probe probe) {
    add(stats, probe);
  }

  private static void add(PingStats stats, Probe p) {
    SampleColumns buffer = new SampleColumns();
    PingSamples.add(buffer, PING, p.sequence, p.sent, p.lag, p.outcome, p.rtt);
    stats.record(buffer.toBatch(0, p.sequence), 0, p.sent);
  }
}
