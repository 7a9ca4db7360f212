package io.pingdeck.heartbeat.monitor;

import static io.pingdeck.heartbeat.api.BeatState.ALIVE;
import static io.pingdeck.heartbeat.api.BeatState.GOODBYE;
import static io.pingdeck.heartbeat.api.BeatState.LATE;
import static io.pingdeck.heartbeat.api.BeatState.LOSING;
import static io.pingdeck.heartbeat.api.BeatState.MONITOR_PAUSED;
import static io.pingdeck.heartbeat.api.BeatState.RESTARTED;
import static io.pingdeck.heartbeat.api.BeatState.STOPPED;
import static io.pingdeck.heartbeat.api.BeatState.UNKNOWN;
import static io.pingdeck.heartbeat.api.BeatState.WAITING;
import static io.pingdeck.heartbeat.monitor.MonitorBench.everySecond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatTiming;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.packet.text.BeatText;
import io.pingdeck.testing.Proves;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeatMonitorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String RUN = "9f3c";

  @Test
  @Proves("H6")
  void silenceOfKIntervalsAndTheGraceIsExactlyOneStopped() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 9);
    bench.beat("app", 10, RUN);

    bench.run(Duration.ofMillis(5_499));
    assertThat(bench.states("app")).containsExactly(ALIVE, LATE);
    bench.run(MonitorBench.TICK);
    assertThat(bench.states("app")).containsExactly(ALIVE, LATE, STOPPED);
    bench.run(Duration.ofHours(1));

    assertThat(bench.states("app")).containsExactly(ALIVE, LATE, STOPPED);
    assertThat(bench.of("app").recent()).isEqualTo("rrrrrrrrrrx");
  }

  @Test
  @Proves("H6")
  void stoppedIsFoundAlthoughTheMonitorIsRestartedAgainAndAgain() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);

    for (int i = 0; i < 6; i++) {
      bench.run(Duration.ofSeconds(2));
      bench.restart(Duration.ofMillis(500));
    }

    assertThat(bench.count("app", STOPPED)).isEqualTo(1);
    assertThat(bench.state("app")).isEqualTo(STOPPED);
  }

  @ParameterizedTest
  @ValueSource(longs = {3600, -3600, 1, -1, 7200, -7200})
  @Proves("H7")
  void wallClockThatJumpsChangesNoState(long seconds) {
    MonitorBench bench = new MonitorBench(everySecond("living"), everySecond("dead"));
    bench.beats("dead", RUN, 1, 5);
    for (int sequence = 1; sequence <= 30; sequence++) {
      bench.beat("living", sequence, RUN);
      bench.run(SECOND);
      if (sequence % 10 == 0) {
        bench.jump(Duration.ofSeconds(seconds));
      }
    }

    assertThat(bench.states("living")).containsExactly(ALIVE);
    assertThat(bench.states("dead")).containsExactly(ALIVE, LATE, STOPPED);
    assertThat(bench.counts("living").lost()).isZero();
  }

  @Test
  void wallClockThatJumpsWhileAnApplicationDiesDelaysNothing() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 5);
    bench.jump(Duration.ofHours(-1));
    bench.run(Duration.ofMillis(4_600));

    assertThat(bench.state("app")).isEqualTo(STOPPED);
  }

  @Test
  @Proves("H8")
  void pauseOfTheMonitorIsNotTheApplicationsFault() {
    MonitorBench bench = new MonitorBench(everySecond("living"), everySecond("dying"));
    for (int sequence = 1; sequence <= 10; sequence++) {
      bench.beat("dying", sequence, RUN);
      bench.beat("living", sequence, RUN);
      bench.run(SECOND);
    }

    bench.stall(Duration.ofSeconds(10));
    bench.monitor.advance(bench.now());
    assertThat(bench.states("living")).containsExactly(ALIVE, MONITOR_PAUSED);
    bench.beat("living", 21, RUN);
    bench.run(Duration.ofMillis(5_400));
    assertThat(bench.state("dying")).isEqualTo(MONITOR_PAUSED);
    bench.run(MonitorBench.TICK);

    assertThat(bench.states("dying")).containsExactly(ALIVE, MONITOR_PAUSED, STOPPED);
    assertThat(bench.counts("living").lost()).isZero();
    assertThat(bench.counts("living").unseen()).isEqualTo(10);
    assertThat(bench.count("living", ALIVE)).isEqualTo(2);
    assertThat(bench.monitor.tally().pauses()).isEqualTo(1);
  }

  @Test
  @Proves("H8")
  void sleepOfTheMachineIsAPauseThoughTheMonotonicClockStoodStill() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);

    bench.sleep(Duration.ofHours(1));
    bench.run(Duration.ofSeconds(5));

    assertThat(bench.states("app")).containsExactly(ALIVE, MONITOR_PAUSED);
    bench.beats("app", RUN, 3611, 3613);
    assertThat(bench.counts("app").lost()).isZero();
    assertThat(bench.counts("app").unseen()).isEqualTo(3600);
    assertThat(bench.states("app")).containsExactly(ALIVE, MONITOR_PAUSED, ALIVE);
  }

  @Test
  void pauseShorterThanTheIntervalOnlyDelaysTheJudgement() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 9);
    bench.beat("app", 10, RUN);

    bench.stall(Duration.ofMillis(900));
    bench.run(Duration.ofMillis(5_300));
    assertThat(bench.states("app")).containsExactly(ALIVE, LATE);
    bench.run(Duration.ofMillis(300));

    assertThat(bench.states("app")).containsExactly(ALIVE, LATE, STOPPED);
  }

  @Test
  void pauseOfAFewFastIntervalsBeginsTheWaitAnewWithoutAWord() {
    MonitorBench bench = new MonitorBench();
    for (int sequence = 0; sequence < 20; sequence++) {
      bench.beat("app", sequence, RUN);
      bench.run(Duration.ofMillis(100));
    }

    bench.stall(Duration.ofMillis(900));
    bench.run(Duration.ofMillis(400));
    bench.beat("app", 33, RUN);

    assertThat(bench.states("app")).containsExactly(ALIVE);
    assertThat(bench.counts("app").lost()).isZero();
    assertThat(bench.counts("app").unseen()).isEqualTo(13);
  }

  @Test
  @Proves("H9")
  void restartOfTheMonitorMakesTheDowntimeUnknownAndCountsNoLoss() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);

    bench.restart(Duration.ofSeconds(60));
    assertThat(bench.state("app")).isEqualTo(UNKNOWN);
    bench.beats("app", RUN, 71, 75);

    BeatCounts counts = bench.counts("app");
    assertThat(counts).isEqualTo(new BeatCounts(15, 0, 60, 0, 0, 0, 0, 0, 0));
    assertThat(bench.states("app")).containsExactly(ALIVE, UNKNOWN, ALIVE);
    assertThat(bench.of("app").recent()).startsWith("rrrrrrrrrruuuu").endsWith("urrrrr");
  }

  @Test
  void applicationThatDiedWhileTheMonitorWasDownIsReportedInOneWindow() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);

    bench.restart(Duration.ofSeconds(60));
    bench.run(Duration.ofMillis(5_600));

    assertThat(bench.states("app")).containsExactly(ALIVE, UNKNOWN, STOPPED);
    bench.restart(Duration.ofSeconds(60));
    bench.run(Duration.ofMinutes(1));
    assertThat(bench.count("app", STOPPED)).isEqualTo(1);
  }

  @Test
  void restartKeepsCountsRunsAndTheNumbersOfChanges() {
    MonitorBench bench = new MonitorBench();
    bench.beats("app", "aaaa", 1, 10);
    byte[] straggler = BeatText.format(bench.message(false, "app", 11, "aaaa"));
    bench.beats("app", "bbbb", 1, 10);
    HeartbeatSnapshot before = bench.of("app");
    long lastChange = bench.monitor.lastChange();

    bench.restart(SECOND);
    bench.send(straggler, MonitorBench.SENDER);

    HeartbeatSnapshot after = bench.of("app");
    assertThat(after.counts().received()).isEqualTo(before.counts().received());
    assertThat(after.counts().oldRun()).isEqualTo(1);
    assertThat(after.epoch()).isEqualTo("bbbb");
    assertThat(after.timing().interval()).isEqualTo(before.timing().interval());
    assertThat(bench.changes.getLast().id()).isEqualTo(lastChange + 1);
  }

  @Test
  @Proves("H12")
  void goodbyeIsNoAlarm() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);
    for (int sequence = 11; sequence <= 13; sequence++) {
      bench.send(BeatText.format(bench.message(true, "app", sequence, RUN)), MonitorBench.SENDER);
    }
    bench.run(Duration.ofHours(1));

    assertThat(bench.states("app")).containsExactly(ALIVE, GOODBYE);
    assertThat(bench.of("app").recent()).isEqualTo("rrrrrrrrrrggg");
    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(10, 0, 0, 0, 0, 0, 0, 0, 3));
    bench.beats("app", "next", 1, 2);
    assertThat(bench.states("app")).containsExactly(ALIVE, GOODBYE, RESTARTED);
  }

  @Test
  @Proves("H14")
  void thirtyPercentLossIsTakenForStoppedNoMoreOftenThanTheRuleSays() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    SplittableRandom random = new SplittableRandom(14);
    int beats = 60_000;
    for (int sequence = 0; sequence < beats; sequence++) {
      if (random.nextDouble() >= 0.3) {
        bench.beat("app", sequence, RUN);
      }
      bench.run(SECOND);
    }

    double chance = BeatRules.DEFAULT.falseAlarmChance(0.3);
    double fourSigma = 4 * Math.sqrt(chance / beats);
    assertThat(chance).isEqualTo(0.00243, within(1e-9));
    assertThat(bench.count("app", STOPPED) / (double) beats)
        .isBetween(0.7 * chance - fourSigma, chance + fourSigma);
    assertThat(bench.of("app").day().percent().orElseThrow()).isBetween(29.0, 31.0);
    assertThat(bench.count("app", LOSING)).isPositive();
    assertThat(bench.counts("app").restarts()).isZero();
  }

  @Test
  void lossAboveTheThresholdIsTheNetworkNotTheApplication() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 60);
    for (int sequence = 61; sequence <= 120; sequence += 3) {
      bench.beats("app", RUN, sequence, sequence + 1);
      bench.run(SECOND);
    }
    assertThat(bench.states("app")).containsExactly(ALIVE, LOSING);
    bench.beats("app", RUN, 121, 200);

    assertThat(bench.states("app")).containsExactly(ALIVE, LOSING, ALIVE);
  }

  @Test
  void intervalAndGraceAreLearnedFromTheBeats() {
    MonitorBench bench = new MonitorBench();
    for (int sequence = 0; sequence < 200; sequence++) {
      if (sequence % 3 != 1) {
        bench.beat("app", sequence, RUN);
      }
      bench.run(Duration.ofMillis(200));
    }

    BeatTiming timing = bench.of("app").timing();
    assertThat(timing.intervalKnown()).isTrue();
    assertThat(timing.interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(timing.grace()).isEqualTo(Duration.ofMillis(250));
    bench.run(Duration.ofMillis(1_400));
    assertThat(bench.state("app")).isEqualTo(STOPPED);
  }

  @Test
  void applicationThatBeatsSlowerThanBeforeIsLearnedAnew() {
    MonitorBench bench = new MonitorBench();
    bench.beats("app", RUN, 1, 30);
    for (int sequence = 31; sequence <= 36; sequence++) {
      bench.beat("app", sequence, RUN);
      bench.run(Duration.ofSeconds(10));
    }

    assertThat(bench.of("app").timing().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(bench.state("app")).isEqualTo(ALIVE);
  }

  @Test
  void intervalThatIsNotKnownYetIsAssumedLong() {
    MonitorBench bench = new MonitorBench();
    bench.beats("app", RUN, 1, 2);
    bench.run(Duration.ofSeconds(100));
    assertThat(bench.states("app")).containsExactly(ALIVE);
    bench.run(Duration.ofMinutes(6));

    assertThat(bench.states("app")).containsExactly(ALIVE, LATE, STOPPED);
  }

  @Test
  void configuredApplicationWaitsForItsFirstBeatAndIsNeverLateBefore() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.run(Duration.ofHours(1));

    assertThat(bench.state("app")).isEqualTo(WAITING);
    assertThat(bench.changes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 3500", "1, 10, 10500"})
  void rulesCanBeChangedWhileItRuns(int late, int misses, long stoppedAfterMillis) {
    MonitorBench bench = new MonitorBench();
    bench.beats("app", RUN, 1, 20);
    BeatRules rules =
        new BeatRules(Optional.of(SECOND), Optional.of(Duration.ofMillis(500)), late, misses, 0.5);

    bench.monitor.change(bench.monitor.find("app").orElseThrow(), Optional.of(rules), bench.now());
    bench.beat("app", 21, RUN);
    bench.run(Duration.ofMillis(stoppedAfterMillis - 100));
    assertThat(bench.count("app", STOPPED)).isZero();
    bench.run(Duration.ofMillis(200));
    assertThat(bench.count("app", STOPPED)).isEqualTo(1);
    bench.restart(SECOND);

    assertThat(bench.of("app").rules()).isEqualTo(rules);
    assertThat(bench.of("app").configured()).isTrue();
  }
}
