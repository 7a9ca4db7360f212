package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.sample.Outcome;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private static final long MEMORY = 1_000;

  private final InFlight probes = new InFlight(MEMORY);

  @Test
  void sequencesStartAtOne() {
    assertThat(probes.last()).isZero();
    assertThat(probes.add(0, 0, 0)).isEqualTo(1);
    assertThat(probes.last()).isEqualTo(1);
    assertThat(probes.remembers(0, 0)).isFalse();
    assertThat(probes.remembers(1, 0)).isTrue();
    assertThat(probes.remembers(2, 0)).isFalse();
  }

  @Test
  void probeInFlightIsNeverOverwritten() {
    for (int i = 1; i <= 10_000; i++) {
      probes.add(i * MEMORY, i + 7, i + 9);
    }
    for (int i = 1; i <= 10_000; i++) {
      assertThat(probes.isInFlight(i)).isTrue();
      assertThat(probes.sentNanos(i)).isEqualTo(i * MEMORY);
      assertThat(probes.sentEpochNanos(i)).isEqualTo(i + 7);
      assertThat(probes.lagNanos(i)).isEqualTo(i + 9);
    }
  }

  @Test
  void oldestFollowsTheConclusions() {
    for (int i = 0; i < 4; i++) {
      probes.add(i, 0, 0);
    }
    probes.conclude(2, Outcome.REPLY);
    assertThat(probes.oldest()).isEqualTo(1);
    probes.conclude(1, Outcome.REPLY);
    assertThat(probes.oldest()).isEqualTo(3);
    assertThat(probes.count()).isEqualTo(2);
  }

  @Test
  void concludedProbesAreRememberedForTheirTimeHoweverManyFollow() {
    for (int i = 1; i <= 5_000; i++) {
      probes.add(0, 0, 0);
      probes.conclude(i, Outcome.LOST);
    }
    assertThat(probes.remembers(1, MEMORY)).isTrue();
    assertThat(probes.outcome(1)).isEqualTo(Outcome.LOST);
    assertThat(probes.remembers(1, MEMORY + 1)).isFalse();
  }

  /// After growing, the wider ring contains copies at the indexes of long-forgotten sequences.
  @Test
  void growingBringsNothingForgottenBack() {
    for (int i = 1; i <= 40; i++) {
      probes.add(i * MEMORY, 0, 0);
      probes.conclude(i, Outcome.REPLY);
    }
    for (int i = 41; i <= 60; i++) {
      probes.add(41 * MEMORY, 0, 0);
    }
    for (int i = 1; i <= 40; i++) {
      assertThat(probes.isInFlight(i)).as("%d", i).isFalse();
    }
    assertThat(probes.remembers(20, 21 * MEMORY)).isFalse();
    assertThat(probes.remembers(40, 41 * MEMORY)).isTrue();
  }

  @Test
  void fullRingHasRoomAgainWhenItsOldestIsConcluded() {
    for (int i = 0; i < InFlight.MAX_CAPACITY; i++) {
      assertThat(probes.hasRoom()).isTrue();
      probes.add(0, 0, 0);
    }
    assertThat(probes.hasRoom()).isFalse();
    probes.conclude(2, Outcome.REPLY);
    assertThat(probes.hasRoom()).isFalse();
    probes.conclude(1, Outcome.REPLY);
    assertThat(probes.hasRoom()).isTrue();
    probes.add(0, 0, 0);
    probes.add(0, 0, 0);
    assertThat(probes.hasRoom()).isFalse();
    assertThat(probes.isInFlight(3)).isTrue();
    assertThat(probes.remembers(1, 0)).isFalse();
    assertThat(probes.remembers(2, 0)).isFalse();
  }

  @Test
  void sentMovesTheLagWithTheTime() {
    probes.add(100, 0, 5);
    probes.sent(1, 130, 77);
    assertThat(probes.sentNanos(1)).isEqualTo(130);
    assertThat(probes.sentEpochNanos(1)).isEqualTo(77);
    assertThat(probes.lagNanos(1)).isEqualTo(35);
  }

  @Test
  void probeThatWasPlannedForNoTimeHasNoLag() {
    probes.add(100, 0, InFlight.NO_PLAN);
    assertThat(probes.lagNanos(1)).isZero();
    probes.sent(1, 130, 77);
    assertThat(probes.lagNanos(1)).isZero();
  }

  @Test
  void stampOfAnEarlierProbeInTheSamePlaceIsGone() {
    for (int i = 1; i <= 17; i++) {
      probes.add(i * 2 * MEMORY, 0, 0);
      probes.stamp(i, 99);
      probes.conclude(i, Outcome.REPLY);
    }
    assertThat(probes.add(100 * MEMORY, 0, 0)).isEqualTo(18);
    assertThat(probes.stampEpochNanos(18)).isZero();
  }
}
