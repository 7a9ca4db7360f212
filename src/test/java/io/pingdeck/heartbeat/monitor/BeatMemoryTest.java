package io.pingdeck.heartbeat.monitor;

import static io.pingdeck.heartbeat.monitor.MonitorBench.everySecond;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatDelaySummary;
import io.pingdeck.heartbeat.api.BeatLoss;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The state of a monitor after a restart, and what it reports about its downtime.
class BeatMemoryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final BeatReport OK = BeatReport.of(BeatReport.Kind.OK);
  private static final String RUN = "9f3c";

  @Test
  void lossWindowsOutliveTheProcessAndItsDowntimeIsUnknownInThem() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 30);
    bench.beats("app", RUN, 41, 70);

    bench.restart(TEN_MINUTES);
    bench.beats("app", RUN, 671, 680);

    HeartbeatSnapshot app = bench.of("app");
    assertThat(app.minute()).isEqualTo(new BeatLoss(10, 0, app.minute().unwatchedNanos()));
    assertThat(Duration.ofNanos(app.minute().unwatchedNanos()))
        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(50));
    assertThat(app.hour()).isEqualTo(new BeatLoss(80, 10, TEN_MINUTES.toNanos()));
    assertThat(app.day()).isEqualTo(new BeatLoss(80, 10, TEN_MINUTES.toNanos()));
  }

  @Test
  void windowIsForgottenWhenTheDowntimeWasLonger() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 30);
    bench.restart(Duration.ofDays(3));

    HeartbeatSnapshot app = bench.of("app");
    assertThat(app.day().expected()).isZero();
    assertThat(Duration.ofNanos(app.day().unwatchedNanos()))
        .isBetween(Duration.ofHours(22), Duration.ofHours(24));
  }

  @Test
  void wallClockThatWentBackWhileTheMonitorWasDownMakesNoTimeUnknown() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 30);
    SavedMonitor saved = bench.monitor.save(bench.now());
    bench.jump(Duration.ofHours(-1));
    bench.restart(saved, SECOND);

    assertThat(bench.of("app").hour()).isEqualTo(new BeatLoss(30, 0, 0));
  }

  @Test
  void pauseOfTheMonitorIsUnknownToo() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 30);
    bench.stall(Duration.ofSeconds(10));
    bench.monitor.advance(bench.now());
    bench.beats("app", RUN, 41, 50);

    HeartbeatSnapshot app = bench.of("app");
    assertThat(app.hour().expected()).isEqualTo(40);
    assertThat(app.hour().lost()).isZero();
    assertThat(Duration.ofNanos(app.hour().unwatchedNanos()))
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
  }

  /// The pause is not the application's fault, and does not make its last beat newer.
  @Test
  void lastSeenDoesNotDependOnRestartsOfTheMonitor() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beat("app", 1, RUN);
    bench.run(SECOND);
    bench.stall(TEN_MINUTES);
    bench.monitor.advance(bench.now());
    assertThat(bench.of("app").silentNanos()).hasValue(Duration.ofSeconds(601).toNanos());

    bench.sleep(TEN_MINUTES);
    bench.monitor.advance(bench.now());
    assertThat(bench.of("app").silentNanos()).hasValue(Duration.ofSeconds(1201).toNanos());

    bench.jump(Duration.ofHours(-3));
    bench.run(SECOND);
    bench.restart(TEN_MINUTES);
    bench.run(SECOND);
    assertThat(bench.state("app")).isNotEqualTo(BeatState.STOPPED);
    assertThat(Duration.ofNanos(bench.of("app").silentNanos().orElseThrow()))
        .isEqualTo(Duration.ofSeconds(1803));
  }

  @Test
  void delayVariationOutlivesTheProcessAndNoPairSpansItsEnd() {
    MonitorBench bench = new MonitorBench(everySecond("app"));
    bench.beats("app", RUN, 1, 10);
    bench.run(Duration.ofMillis(300));
    bench.beat("app", 11, RUN);
    BeatDelaySummary before = bench.of("app").delay();

    bench.restart(Duration.ofMinutes(1));
    assertThat(bench.of("app").delay()).isEqualTo(before);
    bench.beat("app", 12, RUN);

    assertThat(bench.of("app").delay()).isEqualTo(before);
  }

  @Test
  void barOfHttpBeatsHasAMarkForTheDowntime() {
    MonitorBench bench = new MonitorBench(everySecond("job"));
    bench.monitor.beat("job", OK, bench.now());
    bench.run(SECOND);
    bench.restart(Duration.ofMinutes(1));
    bench.monitor.beat("job", OK, bench.now());

    assertThat(bench.of("job").recent()).isEqualTo("rur");
    assertThat(bench.counts("job").lost()).isZero();
  }

  @Test
  void rulesForAllOutliveTheProcessAndJudgeAtOnce() {
    MonitorBench bench = new MonitorBench();
    bench.beats("app", RUN, 1, 20);
    BeatRules impatient = new BeatRules(Optional.of(SECOND), Optional.of(Duration.ZERO), 1, 2, 0.1);
    bench.run(Duration.ofMillis(1_100));
    assertThat(bench.state("app")).isEqualTo(BeatState.ALIVE);

    bench.monitor.change(Optional.of(new BeatDefaults(impatient, SECOND)), bench.now());
    assertThat(bench.state("app")).isEqualTo(BeatState.STOPPED);
    bench.restart(SECOND);

    assertThat(bench.of("app").rules()).isEqualTo(impatient);
    assertThat(bench.of("app").ownRules()).isFalse();
    bench.monitor.change(Optional.empty(), bench.now());
    assertThat(bench.of("app").rules()).isEqualTo(BeatRules.DEFAULT);
  }

  @Test
  void rulesForAllLeaveAnApplicationsOwnAlone() {
    MonitorBench bench = new MonitorBench();
    bench.beats("app", RUN, 1, 20);
    bench.monitor.change(
        bench.monitor.find("app").orElseThrow(), Optional.of(MonitorBench.seconds(1)), bench.now());

    bench.monitor.change(
        Optional.of(new BeatDefaults(MonitorBench.seconds(9), SECOND)), bench.now());

    assertThat(bench.of("app").rules()).isEqualTo(MonitorBench.seconds(1));
    assertThat(bench.of("app").ownRules()).isTrue();
  }
}
