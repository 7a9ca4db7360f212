package io.pingdeck.alert.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.engine.Watch.Circumstances;
import io.pingdeck.alert.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Circumstances USUAL = new Circumstances(false, false, false, false);
  private static final Circumstances NO_DATA = new Circumstances(true, false, false, false);
  private static final Circumstances MUTED = new Circumstances(false, true, false, false);
  private static final Circumstances COVERED = new Circumstances(false, false, true, false);

  private Watch watch = watch("icmpError");
  private final List<Tell> told = new ArrayList<>();
  private Circumstances circumstances = USUAL;
  private long now;
  private long alerts;

  private static Watch watch(String rule) {
    return new Watch(new RuleConfig("r", Rule.parse(rule), Scope.ALL, List.of()), null, 0, 0);
  }

  /// Judges every second for some seconds.
  private void see(Verdict verdict, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      watch.step(verdict, circumstances, now, () -> ++alerts);
      if (watch.tell() != Tell.NOTHING) {
        told.add(watch.tell());
      }
    }
  }

  private AlertState state() {
    return watch.state();
  }

  @Test
  void alertIsToldOnceAndResolvedOnce() {
    see(Verdict.BAD, 100);
    assertThat(state()).isEqualTo(AlertState.FIRING);
    see(Verdict.CLEAR, 100);
    assertThat(state()).isEqualTo(AlertState.RESOLVED);

    assertThat(told).containsExactly(Tell.FIRING, Tell.RESOLVED);
    see(Verdict.CLEAR, 3600);
    assertThat(state()).isEqualTo(AlertState.OK);
  }

  @Test
  void conditionMustHoldForTheTime() {
    watch = watch("icmpError for 10 s");

    see(Verdict.BAD, 10);
    assertThat(state()).isEqualTo(AlertState.PENDING);
    see(Verdict.CLEAR, 1);
    assertThat(state()).isEqualTo(AlertState.OK);
    see(Verdict.BAD, 11);
    assertThat(state()).isEqualTo(AlertState.FIRING);
    assertThat(told).containsExactly(Tell.FIRING);
  }

  @Test
  void itStaysFiringForTheHoldAndUntilItHasClearedForLong() {
    watch = watch("icmpError, clear after 5 s, hold 20 s");

    see(Verdict.BAD, 1);
    see(Verdict.CLEAR, 19);
    assertThat(state()).isEqualTo(AlertState.FIRING);
    see(Verdict.BETWEEN, 1);
    see(Verdict.CLEAR, 5);
    assertThat(state()).isEqualTo(AlertState.FIRING);
    see(Verdict.CLEAR, 1);
    assertThat(state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void betweenBothThresholdsNothingChanges() {
    see(Verdict.BETWEEN, 10);
    assertThat(state()).isEqualTo(AlertState.OK);
    see(Verdict.BAD, 1);
    see(Verdict.BETWEEN, 100);
    assertThat(state()).isEqualTo(AlertState.FIRING);
  }

  /// One turn every ten seconds, for an hour.
  @Test
  void alertThatFlapsIsToldAFewTimesOnly() {
    for (int i = 0; i < 180; i++) {
      see(Verdict.BAD, 10);
      see(Verdict.CLEAR, 10);
    }
    see(Verdict.CLEAR, 3600);

    assertThat(told).containsExactly(Tell.FIRING, Tell.RESOLVED, Tell.FIRING, Tell.RESOLVED);
    assertThat(state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void holdDoublesWithEachTurn() {
    List<Long> lasted = new ArrayList<>();
    for (int turn = 0; turn < 8; turn++) {
      see(Verdict.BAD, 1);
      long cleared = now;
      while (state() != AlertState.RESOLVED) {
        see(Verdict.CLEAR, 1);
      }
      lasted.add((now - cleared) / SECOND);
    }

    assertThat(lasted).containsExactly(1L, 31L, 61L, 121L, 241L, 481L, 961L, 1921L);
  }

  @Test
  void lackOfDataIsNeitherOkNorFiring() {
    see(Verdict.BAD, 1);
    circumstances = NO_DATA;
    see(Verdict.CLEAR, 10);
    assertThat(state()).isEqualTo(AlertState.NO_DATA);
    assertThat(told).containsExactly(Tell.FIRING);

    circumstances = USUAL;
    see(Verdict.BAD, 10);
    assertThat(state()).isEqualTo(AlertState.FIRING);
    assertThat(told).containsExactly(Tell.FIRING);
    see(Verdict.CLEAR, 1);
    assertThat(told).containsExactly(Tell.FIRING, Tell.RESOLVED);
  }

  @Test
  void whatStillBurnsAfterMaintenanceFiresThen() {
    circumstances = MUTED;
    see(Verdict.BAD, 10);
    assertThat(state()).isEqualTo(AlertState.SUPPRESSED);
    assertThat(told).isEmpty();

    circumstances = USUAL;
    see(Verdict.BAD, 1);
    assertThat(told).containsExactly(Tell.FIRING);
  }

  @Test
  void whatClearedDuringMaintenanceIsNotTold() {
    circumstances = MUTED;
    see(Verdict.BAD, 10);
    see(Verdict.CLEAR, 10);
    circumstances = USUAL;
    see(Verdict.CLEAR, 10);

    assertThat(told).isEmpty();
    assertThat(state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void whatWasToldBeforeMaintenanceIsResolvedAfterIt() {
    see(Verdict.BAD, 1);
    circumstances = MUTED;
    see(Verdict.CLEAR, 10);
    assertThat(told).containsExactly(Tell.FIRING);

    circumstances = USUAL;
    see(Verdict.CLEAR, 1);
    assertThat(told).containsExactly(Tell.FIRING, Tell.RESOLVED);
  }

  @Test
  void childIsSuppressedWhileItsParentFires() {
    circumstances = COVERED;
    see(Verdict.BAD, 10);
    assertThat(state()).isEqualTo(AlertState.SUPPRESSED);

    circumstances = USUAL;
    see(Verdict.BAD, 1);
    assertThat(told).containsExactly(Tell.FIRING);
  }

  @Test
  void childWaitsTwoMinutesAtMostForItsParent() {
    watch = watch("icmpError for 10 s");
    circumstances = new Circumstances(false, false, false, true);

    see(Verdict.BAD, 130);
    assertThat(state()).isEqualTo(AlertState.PENDING);
    see(Verdict.BAD, 1);
    assertThat(told).containsExactly(Tell.FIRING);
  }

  @Test
  void restoredAlertIsNotToldAgain() {
    watch.restore(new Remembered(7, AlertState.FIRING, true, 0), 0);

    see(Verdict.UNKNOWN, 10);
    see(Verdict.BAD, 10);
    assertThat(told).isEmpty();
    see(Verdict.CLEAR, 1);
    assertThat(told).containsExactly(Tell.RESOLVED);
    assertThat(watch.alert()).isEqualTo(7);
  }

  @Test
  void endOfThePingResolvesWhatWasTold() {
    see(Verdict.BAD, 1);

    assertThat(watch.end(now)).isTrue();

    assertThat(watch.tell()).isEqualTo(Tell.RESOLVED);
    assertThat(watch("icmpError").end(0)).isFalse();
  }

  @Test
  void whatNeverFiredIsOkAtTheEndOfThePing() {
    watch = watch("icmpError for 10 s");
    see(Verdict.BAD, 5);
    assertThat(watch.end(now)).isTrue();
    assertThat(state()).isEqualTo(AlertState.OK);

    circumstances = NO_DATA;
    see(Verdict.CLEAR, 1);
    assertThat(state()).isEqualTo(AlertState.NO_DATA);
    assertThat(watch.end(now)).isTrue();
    assertThat(state()).isEqualTo(AlertState.OK);
    assertThat(watch.tell()).isEqualTo(Tell.NOTHING);
  }

  @Test
  void whatSettlesBetweenItsThresholdsIsToldAMinuteAfterTheSilence() {
    circumstances = MUTED;
    see(Verdict.BAD, 10);
    see(Verdict.BETWEEN, 100);
    assertThat(state()).isEqualTo(AlertState.SUPPRESSED);

    circumstances = USUAL;
    see(Verdict.BETWEEN, 60);
    assertThat(told).isEmpty();
    see(Verdict.BETWEEN, 1);
    assertThat(told).containsExactly(Tell.FIRING);
  }

  @Test
  void childThatRecoversWithItsParentIsNotTold() {
    circumstances = COVERED;
    see(Verdict.BAD, 10);
    circumstances = USUAL;
    see(Verdict.BETWEEN, 30);
    see(Verdict.CLEAR, 1);

    assertThat(told).isEmpty();
    assertThat(state()).isEqualTo(AlertState.RESOLVED);
  }
}
