package io.pingdeck.history.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.days.MadeSamples;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.rtt.RttDistribution;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final PingCounters TWO_IN_FLIGHT =
      PingCounters.read(
          new long[] {50, 45, 0, 3, 0, 0, 0, 0, 2, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0);

  @Test
  void inOrderOnlyWhatWasInFlightIsPassedOver() {
    PingHistory past = Resumption.past(saved(Duration.ofSeconds(1), OptionalLong.empty()), true);

    assertThat(past.lastSequence()).isEqualTo(51);
    assertThat(past.counters().sent()).isEqualTo(48);
    assertThat(past.counters().inFlight()).isZero();
    assertThat(past.counters().planned()).isEqualTo(56);
  }

  @Test
  void afterACrashSoIsWhatMayHaveBeenSentSince() {
    PingHistory past = Resumption.past(saved(Duration.ofSeconds(1), OptionalLong.empty()), false);

    assertThat(past.lastSequence()).isGreaterThanOrEqualTo(51 + PingLedger.SAVE_SECONDS);
  }

  @Test
  void floodLeavesRoomForAllItCanSend() {
    PingHistory past = Resumption.past(saved(Duration.ZERO, OptionalLong.empty()), false);

    assertThat(past.lastSequence()).isGreaterThan(1_000_000L * PingLedger.SAVE_SECONDS);
  }

  @Test
  void countIsNeverExceeded() {
    PingHistory past = Resumption.past(saved(Duration.ofMillis(10), OptionalLong.of(60)), false);

    assertThat(past.lastSequence()).isEqualTo(60);
  }

  private static SavedPing saved(Duration interval, OptionalLong count) {
    PingInfo info = PingSamples.ping(7);
    PingSpec spec = info.spec();
    PingSpec changed = spec.with().interval(interval).count(count).build();
    return new SavedPing(
        PingInfo.running(new ResolvedPing(changed, info.address()), 0, info.startedAt()),
        TWO_IN_FLIGHT,
        new RttDistribution(),
        49,
        MadeSamples.START);
  }
}
