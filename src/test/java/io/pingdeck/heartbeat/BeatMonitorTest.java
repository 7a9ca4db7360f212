package io.pingdeck.heartbeat;

import static io.pingdeck.heartbeat.BeatState.ALIVE;
import static io.pingdeck.heartbeat.BeatState.GOODBYE;
import static io.pingdeck.heartbeat.BeatState.LATE;
import static io.pingdeck.heartbeat.BeatState.LOSING;
import static io.pingdeck.heartbeat.BeatState.MONITOR_PAUSED;
import static io.pingdeck.heartbeat.BeatState.RESTARTED;
import static io.pingdeck.heartbeat.BeatState.STOPPED;
import static io.pingdeck.heartbeat.BeatState.UNKNOWN;
import static io.pingdeck.heartbeat.BeatState.WAITING;
import static io.pingdeck.heartbeat.MonitorBench.everySecond;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.packet.BeatKey;
import io.pingdeck.packet.BeatText;
import io.pingdeck.packet.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeatMonitorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String RUN = "9f3c";

  // H1
  @Test
  void lossIsTakenFromTheSequenceSpanWhateverIsDuplicatedOrOvertaken() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    List<Long> order = new ArrayList<>();
    for (long sequence = 1; sequence <= 100; sequence++) {
      if (sequence % 4 != 2) {
        order.add(sequence);
        order.add(sequence);
      }
    }
    for (int i = 0; i + 6 <= order.size(); i += 6) {
      Collections.shuffle(order.subList(i, i + 6), new Random(i));
    }

    order.forEach(sequence -> bench.beat("app", sequence, RUN));

    BeatCounts counts = bench.counts("app");
    assertThat(counts.received()).isEqualTo(75);
    assertThat(counts.lost()).isEqualTo(25);
    assertThat(counts.duplicates()).isEqualTo(75);
    assertThat(counts.reordered()).isPositive();
    assertThat(bench.of("app").minute().percent()).hasValue(25.0);
  }

  // H2
  @Test
  void duplicateBeatIsCountedAndDoesNotExtendLife() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 9);
    byte[] copy = BeatText.format(bench.message(false, "app", 10, RUN));

    for (int i = 0; i < 12; i++) {
      bench.send(copy, MonitorBench.SENDER);
      bench.run(Duration.ofMillis(500));
    }

    assertThat(bench.counts("app").duplicates()).isEqualTo(11);
    assertThat(bench.state("app")).isEqualTo(STOPPED);
  }

  // H3
  @Test
  void beatOlderThanTheNewestIsReorderedAndDoesNotMoveLastSeenBack() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    byte[] overtaken = BeatText.format(bench.message(false, "app", 2, RUN));
    bench.beat("app", 1, RUN);
    bench.run(SECOND);
    bench.beat("app", 3, RUN);
    HeartbeatSnapshot before = bench.of("app");
    bench.run(Duration.ofMillis(300));

    bench.send(overtaken, MonitorBench.SENDER);

    HeartbeatSnapshot after = bench.of("app");
    assertThat(after.counts().received()).isEqualTo(3);
    assertThat(after.counts().reordered()).isEqualTo(1);
    assertThat(after.counts().lost()).isZero();
    assertThat(after.lastSeen()).isEqualTo(before.lastSeen());
    assertThat(after.recent()).isEqualTo("ror");
  }

  @Test
  void overtakenBeatDoesNotBringAStoppedApplicationBack() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    byte[] overtaken = BeatText.format(bench.message(false, "app", 4, RUN));
    bench.beats("app", RUN, 1, 3);
    bench.beat("app", 5, RUN);
    bench.run(Duration.ofSeconds(6));

    bench.send(overtaken, MonitorBench.SENDER);

    assertThat(bench.counts("app").reordered()).isEqualTo(1);
    assertThat(bench.state("app")).isEqualTo(STOPPED);
  }

  // H4
  @ParameterizedTest
  @ValueSource(strings = {"", RUN})
  void sequenceThatWrapsAt32BitsLeavesNoGap(String epoch) {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    long last = (1L << 32) - 1;
    bench.beats("app", epoch, last - 30, last - 2);
    bench.beat("app", last, epoch);
    byte[] overtaken = BeatText.format(bench.message(false, "app", last - 1, epoch));
    bench.run(SECOND);
    bench.beats("app", epoch, 0, 1);
    bench.send(overtaken, MonitorBench.SENDER);
    bench.beats("app", epoch, 3, 30);

    BeatCounts counts = bench.counts("app");
    assertThat(counts.lost()).isEqualTo(1);
    assertThat(counts.received()).isEqualTo(29 + 2 + 2 + 28);
    assertThat(counts.restarts()).isZero();
    assertThat(bench.states("app")).containsExactly(ALIVE);
  }

  @Test
  void sequenceThatGoesBeyond32BitsIsNotTakenForAWrap() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, (1L << 32) - 10, (1L << 32) + 10);

    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(21, 0, 0, 0, 0, 0, 0, 0));
  }

  // H5
  @Test
  void newEpochIsARestartWithoutLossAndClosesTheOldRun() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", "aaaa", 500, 520);
    byte[] straggler = BeatText.format(bench.message(false, "app", 521, "aaaa"));
    bench.beats("app", "bbbb", 0, 3);

    bench.send(straggler, MonitorBench.SENDER);

    BeatCounts counts = bench.counts("app");
    assertThat(counts).isEqualTo(new BeatCounts(25, 0, 0, 0, 0, 0, 1, 1));
    assertThat(bench.states("app")).containsExactly(ALIVE, RESTARTED);
    bench.beats("app", "bbbb", 4, 10);
    assertThat(bench.states("app")).containsExactly(ALIVE, RESTARTED, ALIVE);
  }

  @Test
  void sequenceBackToTheStartWithALaterTimeIsARestart() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", "", 1, 8);
    bench.beats("app", "", 2, 4); // its first beat was lost

    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(11, 0, 0, 0, 0, 0, 0, 1));
    assertThat(bench.count("app", RESTARTED)).isEqualTo(1);
  }

  @Test
  void sequenceBackToTheStartWithoutATimeIsARestartAtTheThirdBeat() {
    MonitorBench bench = new MonitorBench();
    for (int run = 0; run < 2; run++) {
      for (int sequence = 0; sequence < 40; sequence++) {
        bench.send(sequence + " alive");
        bench.run(SECOND);
      }
    }

    BeatCounts counts = bench.counts("127.0.0.1");
    assertThat(counts.restarts()).isEqualTo(1);
    assertThat(counts.lost()).isZero();
    assertThat(bench.count("127.0.0.1", STOPPED)).isZero();
  }

  @Test
  void leapThatTimeCannotExplainIsARestartNotAGapOfBillions() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 5);
    bench.beats("app", RUN, 1_000_000_000_000L, 1_000_000_000_003L);

    assertThat(bench.counts("app").lost()).isZero();
    assertThat(bench.counts("app").restarts()).isEqualTo(1);
  }

  // H6
  @Test
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

  // H7
  @ParameterizedTest
  @ValueSource(longs = {3600, -3600, 1, -1, 7200, -7200})
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

  // H8
  @Test
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

  // H9
  @Test
  void restartOfTheMonitorMakesTheDowntimeUnknownAndCountsNoLoss() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);

    bench.restart(Duration.ofSeconds(60));
    assertThat(bench.state("app")).isEqualTo(UNKNOWN);
    bench.beats("app", RUN, 71, 75);

    BeatCounts counts = bench.counts("app");
    assertThat(counts).isEqualTo(new BeatCounts(15, 0, 60, 0, 0, 0, 0, 0));
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

  // H10
  @Test
  void madeUpNamesFillABoundedTableAndLeaveTheKnownAlone() {
    MonitorBench bench = new MonitorBench(everySecond("known"));
    bench.beats("met-before", RUN, 1, 5);
    for (int i = 0; i < 100_000; i++) {
      bench.send("heartbeat 1 1735689600 forged-" + i);
      if (i % 10_000 == 0) {
        bench.beat("known", i / 10_000 + 1, RUN);
        bench.beat("met-before", i / 10_000 + 6, RUN);
        bench.run(SECOND);
      }
    }

    assertThat(bench.monitor.size()).isEqualTo(1001);
    assertThat(bench.monitor.evicted()).isEqualTo(100_000 + 1 - 1000);
    assertThat(bench.states("known")).containsExactly(ALIVE);
    assertThat(bench.states("met-before")).containsExactly(ALIVE);
    assertThat(bench.counts("known").received()).isEqualTo(10);
    assertThat(bench.changes).hasSize(2);
  }

  @Test
  void tableFullOfBeatingApplicationsTurnsStrangersAwayAndCountsThem() {
    MonitorBench bench =
        new MonitorBench(
            new MonitorRules(BeatRules.DEFAULT, Duration.ofMinutes(1), 2, MonitorBench.TICK));
    bench.beats("a", RUN, 1, 2);
    bench.beats("b", RUN, 1, 2);

    bench.send("heartbeat 1 1735689600 c");

    assertThat(bench.monitor.find("c")).isEmpty();
    assertThat(bench.monitor.tally().rejected()).containsEntry("unknownSender", 1L);
    assertThat(bench.monitor.size()).isEqualTo(2);
  }

  // H11
  @Test
  void forgedOrReplayedBeatsDoNotKeepADeadApplicationAlive() {
    BeatKey key = new BeatKey("a secret of 22 letters".getBytes(UTF_8));
    BeatKey wrong = new BeatKey("another secret we have".getBytes(UTF_8));
    MonitorBench bench = new MonitorBench(MonitorBench.signed("app", key));
    List<byte[]> recorded = new ArrayList<>();
    for (String epoch : List.of("aaaa", "bbbb")) {
      for (int sequence = 1; sequence <= 10; sequence++) {
        recorded.add(BeatText.format(bench.message(false, "app", sequence, epoch), key));
        bench.send(recorded.getLast(), MonitorBench.SENDER);
        bench.run(SECOND);
      }
    }
    long received = bench.counts("app").received();

    for (byte[] replay : recorded) {
      bench.send(replay, MonitorBench.SENDER);
      bench.beat("app", 11, "bbbb");
      bench.send(
          BeatText.format(bench.message(false, "app", 11, "bbbb"), wrong), MonitorBench.SENDER);
      bench.run(SECOND);
    }

    assertThat(bench.state("app")).isEqualTo(STOPPED);
    assertThat(bench.count("app", RESTARTED)).isEqualTo(1);
    assertThat(bench.counts("app").received()).isEqualTo(received);
    assertThat(bench.counts("app").duplicates()).isEqualTo(10);
    assertThat(bench.of("app").rejected())
        .containsEntry("replayed", 10L)
        .containsEntry("unsigned", 20L)
        .containsEntry("badSignature", 20L);
  }

  @Test
  void replayIsStillKnownAfterARestartOfTheMonitor() {
    BeatKey key = new BeatKey("a secret of 22 letters".getBytes(UTF_8));
    MonitorBench bench = new MonitorBench(MonitorBench.signed("app", key));
    byte[] old = BeatText.format(bench.message(false, "app", 99, "aaaa"), key);
    bench.run(SECOND);
    bench.send(BeatText.format(bench.message(false, "app", 1, "bbbb"), key), MonitorBench.SENDER);

    bench.restart(SECOND);
    bench.send(old, MonitorBench.SENDER);

    assertThat(bench.of("app").rejected()).containsEntry("replayed", 1L);
    assertThat(bench.of("app").epoch()).isEqualTo("bbbb");
  }

  // H12
  @Test
  void goodbyeIsNoAlarm() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);
    for (int sequence = 11; sequence <= 13; sequence++) {
      bench.send(BeatText.format(bench.message(true, "app", sequence, RUN)), MonitorBench.SENDER);
    }
    bench.run(Duration.ofHours(1));

    assertThat(bench.states("app")).containsExactly(ALIVE, GOODBYE);
    assertThat(bench.of("app").recent()).isEqualTo("rrrrrrrrrrrgrr");
    bench.beats("app", "next", 1, 2);
    assertThat(bench.states("app")).containsExactly(ALIVE, GOODBYE, RESTARTED);
  }

  // H13
  @Test
  void offsetOfTheSendersClockIsKeptAsItIsAndNeverTakenForLoss() {
    MonitorBench ahead = new MonitorBench(everySecond("app"));
    MonitorBench behind = new MonitorBench(everySecond("app"));
    for (int i = 0; i < 10; i++) {
      ahead.send("heartbeat " + i + " " + (1_735_689_600 + 86_400 + i) + " app");
      behind.send("heartbeat " + i + " " + i + " app");
      ahead.run(SECOND);
      behind.run(SECOND);
    }

    assertThat(ahead.of("app").delay().difference()).hasValue(-86_400_000_000_000L);
    assertThat(behind.of("app").delay().difference()).hasValue(1_735_689_600_000_000_000L);
    assertThat(ahead.of("app").delay().aboveMinimum()).hasValue(0);
    assertThat(behind.of("app").delay().meanAbsoluteVariation()).hasValue(0);
    assertThat(ahead.counts("app").lost()).isZero();
    assertThat(ahead.states("app")).containsExactly(ALIVE);
  }

  @Test
  void delayIsShownAboveItsOwnMinimumAndVariationWithoutTheOffset() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    long sent = 1_000_000;
    for (int sequence = 1; sequence <= 6; sequence++) {
      bench.send("heartbeat " + sequence + " " + sent + " app");
      sent += 1;
      bench.run(sequence == 5 ? Duration.ofMillis(1_030) : SECOND);
    }

    BeatDelaySummary delay = bench.of("app").delay();
    assertThat(delay.aboveMinimum()).hasValue(30_000_000);
    assertThat(delay.lastVariation()).hasValue(30_000_000);
    assertThat(delay.meanAbsoluteVariation()).hasValue(6_000_000);
  }

  // H14
  @Test
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

  @Test
  void clientsOfOneHostAreToldApartByTheirPortWhileBothBeat() {
    MonitorBench bench = new MonitorBench();
    Endpoint first = Endpoint.ipv4(0x0a000001, 1111);
    Endpoint second = Endpoint.ipv4(0x0a000001, 2222);
    for (int sequence = 1; sequence <= 10; sequence++) {
      bench.send(sequence + " 1735689600", first);
      if (sequence > 5) {
        bench.send(sequence + " 1735689600", second);
      }
      bench.run(SECOND);
    }

    assertThat(bench.counts("10.0.0.1").received()).isEqualTo(10);
    assertThat(bench.counts("10.0.0.1:2222").received()).isEqualTo(5);
  }

  @Test
  void clientThatIsStartedAgainOnAnotherPortIsTheSameApplication() {
    MonitorBench bench = new MonitorBench();
    for (int sequence = 1; sequence <= 10; sequence++) {
      bench.send(sequence + " " + (100 + sequence), Endpoint.ipv4(0x0a000001, 1111));
      bench.run(SECOND);
    }
    bench.run(SECOND);
    for (int sequence = 1; sequence <= 10; sequence++) {
      bench.send(sequence + " " + (200 + sequence), Endpoint.ipv4(0x0a000001, 2222));
      bench.run(SECOND);
    }

    assertThat(bench.monitor.size()).isEqualTo(1);
    assertThat(bench.count("10.0.0.1", RESTARTED)).isEqualTo(1);
  }

  @Test
  void everyDatagramIsCountedOnce() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    List<String> texts =
        List.of("", "x", "heartbeat", "heartbeat 1 2 <b>", "5", "5", "heartbeat 3 4 app", "3 4");
    texts.forEach(bench::send);
    bench.send(new byte[65_507], MonitorBench.SENDER);

    MonitorTally tally = bench.monitor.tally();
    long rejected = tally.rejected().values().stream().mapToLong(Long::longValue).sum();
    assertThat(tally.datagrams()).isEqualTo(9);
    assertThat(tally.datagrams()).isEqualTo(tally.beats() + rejected);
    assertThat(tally.beats()).isEqualTo(bench.datagramsInTables());
    assertThat(tally.rejected())
        .containsEntry("empty", 1L)
        .containsEntry("tooLong", 1L)
        .containsEntry("badName", 1L)
        .containsEntry("badSequence", 1L)
        .containsEntry("notABeat", 1L);
  }

  @Test
  void httpBeatsAreNumberedHereAndJudgedLikeAllOthers() {
    MonitorBench bench = new MonitorBench(everySecond("known"));
    assertThat(bench.monitor.beat("known", false, bench.now())).isTrue();
    bench.run(SECOND);
    assertThat(bench.monitor.beat("known", false, bench.now())).isTrue();
    bench.run(Duration.ofSeconds(10));
    assertThat(bench.monitor.beat("known", true, bench.now())).isTrue();

    assertThat(bench.states("known")).containsExactly(ALIVE, LATE, STOPPED, GOODBYE);
    assertThat(bench.of("known").via()).isEqualTo(BeatVia.HTTP);
    assertThat(bench.counts("known").lost()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 3500", "1, 10, 10500"})
  void rulesCanBeChangedWhileItRuns(int late, int misses, long stoppedAfterMillis) {
    MonitorBench bench = new MonitorBench();
    bench.beats("app", RUN, 1, 20);
    BeatRules rules =
        new BeatRules(Optional.of(SECOND), Optional.of(Duration.ofMillis(500)), late, misses, 0.5);

    bench.monitor.change(
        bench.monitor.find("app").orElseThrow(),
        Optional.of(rules),
        BeatRules.DEFAULT,
        bench.now());
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
