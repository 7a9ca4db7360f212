package io.pingdeck.heartbeat.monitor;

import static io.pingdeck.heartbeat.api.BeatState.ALIVE;
import static io.pingdeck.heartbeat.api.BeatState.GOODBYE;
import static io.pingdeck.heartbeat.api.BeatState.LATE;
import static io.pingdeck.heartbeat.api.BeatState.RESTARTED;
import static io.pingdeck.heartbeat.api.BeatState.STOPPED;
import static io.pingdeck.heartbeat.monitor.MonitorBench.everySecond;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.BeatVia;
import io.pingdeck.heartbeat.api.MonitorRules;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Proves;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeatSourcesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final BeatReport OK = BeatReport.of(BeatReport.Kind.OK);
  private static final String RUN = "9f3c";

  @Test
  @Proves("H10")
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
  @Proves("H10")
  void tableFullOfBeatingApplicationsTurnsStrangersAwayAndCountsThem() {
    MonitorBench bench =
        new MonitorBench(new MonitorRules(MonitorBench.RULES.defaults(), 2, MonitorBench.TICK));
    bench.beats("a", RUN, 1, 2);
    bench.beats("b", RUN, 1, 2);

    bench.send("heartbeat 1 1735689600 c");

    assertThat(bench.monitor.find("c")).isEmpty();
    assertThat(bench.monitor.tally().rejected()).containsEntry("unknownSender", 1L);
    assertThat(bench.monitor.size()).isEqualTo(2);
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
  void httpBeatsAreNumberedHereAndJudgedLikeAllOthers() {
    MonitorBench bench = new MonitorBench(everySecond("known"));
    assertThat(bench.monitor.beat("known", OK, bench.now())).isTrue();
    bench.run(SECOND);
    assertThat(bench.monitor.beat("known", OK, bench.now())).isTrue();
    bench.run(Duration.ofSeconds(10));
    assertThat(bench.monitor.beat("known", BeatReport.of(BeatReport.Kind.GOODBYE), bench.now()))
        .isTrue();

    assertThat(bench.states("known")).containsExactly(ALIVE, LATE, STOPPED, GOODBYE);
    assertThat(bench.of("known").via()).isEqualTo(BeatVia.HTTP);
    assertThat(bench.counts("known").lost()).isZero();
  }

  /// The lab's beats: ten with a period of one second, with any phase between the two.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 500, 900, 999, 3_300})
  void twoUnnamedClientsOfOneHostAreNeverMixed(int phase) {
    MonitorBench bench = new MonitorBench();
    Endpoint first = Endpoint.ipv4(0x0a000001, 1111);
    Endpoint second = Endpoint.ipv4(0x0a000001, 2222);
    for (int millis = 0; millis < 14_000; millis += 1) {
      if (millis % 1000 == 0 && millis < 10_000) {
        bench.send(millis / 1000 + 1 + " 1735689600", first);
      }
      if (millis >= phase && (millis - phase) % 1000 == 0 && millis - phase < 10_000) {
        bench.send((millis - phase) / 1000 + 1 + " 1735689600", second);
      }
      bench.run(Duration.ofMillis(1));
    }

    assertThat(bench.counts("10.0.0.1").received()).isEqualTo(10);
    assertThat(bench.counts("10.0.0.1:2222").received()).isEqualTo(10);
    assertThat(bench.counts("10.0.0.1").restarts()).isZero();
    assertThat(bench.monitor.size()).isEqualTo(2);
  }

  @Test
  void twoUnnamedClientsAreStillToldApartAfterARestartOfTheMonitor() {
    MonitorBench bench = new MonitorBench();
    Endpoint first = Endpoint.ipv4(0x0a000001, 1111);
    Endpoint second = Endpoint.ipv4(0x0a000001, 2222);
    for (int sequence = 1; sequence <= 20; sequence++) {
      bench.send(sequence + " 1735689600", first);
      bench.send(sequence + " 1735689600", second);
      bench.run(SECOND);
      if (sequence == 10) {
        bench.restart(Duration.ofMillis(1));
      }
    }

    assertThat(bench.counts("10.0.0.1").received()).isEqualTo(20);
    assertThat(bench.counts("10.0.0.1:2222").received()).isEqualTo(20);
  }

  @Test
  void aNameWithABlankIsOneSenderForEachName() {
    MonitorBench bench = new MonitorBench();
    for (int sequence = 1; sequence <= 5; sequence++) {
      bench.send("heartbeat " + sequence + " 1735689600 web server-1");
      bench.send("heartbeat " + sequence + " 1735689600 web server-2");
      bench.run(SECOND);
    }

    assertThat(bench.counts("web server-1").received()).isEqualTo(5);
    assertThat(bench.counts("web server-2").received()).isEqualTo(5);
    assertThat(bench.monitor.size()).isEqualTo(2);
  }

  @Test
  void aFailedRunIsAStateOfItsOwnUntilOneEndsWell() {
    MonitorBench bench = new MonitorBench(everySecond("job"));
    bench.monitor.beat("job", BeatReport.of(BeatReport.Kind.START), bench.now());
    bench.run(Duration.ofMillis(300));
    assertThat(bench.states("job")).isEmpty();
    BeatReport failed =
        new BeatReport(
            BeatReport.Kind.FAIL, OptionalInt.of(3), "disk\nfull", OptionalDouble.empty());
    bench.monitor.beat("job", failed, bench.now());
    bench.run(SECOND);
    bench.monitor.beat("job", failed, bench.now());

    assertThat(bench.states("job")).containsExactly(BeatState.FAILED);
    assertThat(bench.changes.getLast().reason())
        .isEqualTo("its run failed, exit code 3: disk full");
    assertThat(bench.of("job").recent()).isEqualTo("ff");
    assertThat(bench.of("job").lastRun().orElseThrow().durationNanos()).isEmpty();

    bench.monitor.beat("job", OK, bench.now());
    bench.run(SECOND);
    bench.monitor.beat("job", failed, bench.now());
    bench.restart(Duration.ofMillis(1));
    bench.run(Duration.ofSeconds(10));
    assertThat(bench.states("job"))
        .containsExactly(BeatState.FAILED, ALIVE, BeatState.FAILED, BeatState.UNKNOWN, STOPPED);
    assertThat(bench.of("job").lastRun().orElseThrow().failed()).isTrue();
  }

  @Test
  void whoOnlyBeginsIsNotAlive() {
    MonitorBench bench = new MonitorBench(everySecond("job"));
    bench.monitor.beat("job", OK, bench.now());
    for (int i = 0; i < 10; i++) {
      bench.run(SECOND);
      bench.monitor.beat("job", BeatReport.of(BeatReport.Kind.START), bench.now());
    }
    assertThat(bench.state("job")).isEqualTo(STOPPED);

    bench.run(Duration.ofMillis(300));
    bench.monitor.beat("job", OK, bench.now());
    assertThat(bench.of("job").lastRun().orElseThrow().durationNanos()).hasValue(300_000_000L);
  }
}
