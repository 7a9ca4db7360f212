package io.pingdeck.heartbeat.monitor;

import static io.pingdeck.heartbeat.api.BeatState.ALIVE;
import static io.pingdeck.heartbeat.api.BeatState.RESTARTED;
import static io.pingdeck.heartbeat.api.BeatState.STOPPED;
import static io.pingdeck.heartbeat.monitor.MonitorBench.everySecond;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatDelaySummary;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.packet.text.BeatText;
import io.pingdeck.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeatCountingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String RUN = "9f3c";

  @Test
  @Proves("H1")
  void duplicatesAndReorderingDoNotChangeTheLoss() {
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

  @Test
  @Proves("H2")
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

  @Test
  @Proves("H3")
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

  @ParameterizedTest
  @ValueSource(strings = {"", RUN})
  @Proves("H4")
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

    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(21, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  @Proves("H5")
  void newEpochIsARestartWithoutLossAndClosesTheOldRun() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", "aaaa", 500, 520);
    byte[] straggler = BeatText.format(bench.message(false, "app", 521, "aaaa"));
    bench.beats("app", "bbbb", 0, 3);

    bench.send(straggler, MonitorBench.SENDER);

    BeatCounts counts = bench.counts("app");
    assertThat(counts).isEqualTo(new BeatCounts(25, 0, 0, 0, 0, 0, 1, 1, 0));
    assertThat(bench.states("app")).containsExactly(ALIVE, RESTARTED);
    bench.beats("app", "bbbb", 4, 10);
    assertThat(bench.states("app")).containsExactly(ALIVE, RESTARTED, ALIVE);
  }

  @Test
  void sequenceBackToTheStartWithALaterTimeIsARestart() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", "", 1, 8);
    bench.beats("app", "", 2, 4); // its first beat was lost

    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(11, 0, 0, 0, 0, 0, 0, 1, 0));
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

  @Test
  @Proves("H13")
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

  /// It has a separate sequence: the missing numbers were sent.
  @Test
  void goodbyeIsNoBeatAndShowsTheBeatsThatWereLostBeforeIt() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 3);
    byte[] goodbye = BeatText.format(bench.message(true, "app", 6, RUN));
    bench.send(goodbye, MonitorBench.SENDER);
    bench.send(goodbye, MonitorBench.SENDER);

    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(3, 2, 0, 1, 0, 0, 0, 0, 1));
    assertThat(bench.of("app").minute().expected()).isEqualTo(5);
    assertThat(bench.of("app").recent()).isEqualTo("rrrllg");

    bench.send(BeatText.format(bench.message(false, "app", 5, RUN)), MonitorBench.SENDER);

    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(4, 1, 0, 1, 1, 0, 0, 0, 1));
    assertThat(bench.of("app").recent()).isEqualTo("rrrlog");
  }

  @Test
  void runOfAGoodbyeAloneHasNoBeat() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.send(BeatText.format(bench.message(true, "app", 6, RUN)), MonitorBench.SENDER);
    bench.beats("app", "next", 1, 2);

    assertThat(bench.counts("app")).isEqualTo(new BeatCounts(2, 0, 0, 0, 0, 0, 0, 1, 1));
  }
}
