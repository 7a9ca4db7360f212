package io.pingdeck.stats.api;

import static io.pingdeck.ping.sample.Outcome.ICMP_ERROR;
import static io.pingdeck.ping.sample.Outcome.LATE;
import static io.pingdeck.ping.sample.Outcome.LOST;
import static io.pingdeck.ping.sample.Outcome.REFUSED;
import static io.pingdeck.ping.sample.Outcome.REPLY;
import static io.pingdeck.ping.sample.Outcome.SEND_FAILED;
import static io.pingdeck.ping.sample.Outcome.UNEXPECTED;
import static io.pingdeck.stats.PingSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.PingStats;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceStatusTest {
  private static final long SECOND = 1_000_000_000;

  private final PingStats stats = new PingStats(PingSamples.ping(5), 100);
  private long sequence;

  @Test
  void nothingIsKnownBeforeTheFirstOutcome() {
    ServiceStatus status = status();

    assertThat(status.state()).isEqualTo(ServiceState.UNKNOWN);
    assertThat(status.sinceEpochNanos()).isEqualTo(NOW);
    assertThat(status.reason()).isEqualTo("no completed probes yet");
  }

  @Test
  void upIsWhenAllOfTheNewestTenWereAnsweredAsAsked() {
    add(3, LOST);
    add(9, REPLY);
    assertThat(status().state()).isEqualTo(ServiceState.FAILING);

    add(1, REPLY);

    assertThat(status()).isEqualTo(new ServiceStatus(ServiceState.UP, sentAt(4), "", false));
  }

  @Test
  void oneThatIsNotAnsweredAsAskedMakesItFailing() {
    add(20, REPLY);
    add(1, REFUSED);
    add(3, REPLY);

    assertThat(status())
        .isEqualTo(new ServiceStatus(ServiceState.FAILING, sentAt(21), "refused", true));
  }

  @Test
  void fiveInARowMakeItDownSinceTheFirstOfThem() {
    add(10, REPLY);
    add(4, LOST);
    assertThat(status().state()).isEqualTo(ServiceState.FAILING);

    add(1, LOST);

    assertThat(status())
        .isEqualTo(new ServiceStatus(ServiceState.DOWN, sentAt(11), "no reply", false));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REPLY")
  void nothingButAReplyIsEverUp(Outcome outcome) {
    add(1, outcome);
    assertThat(status().state()).isEqualTo(ServiceState.DOWN);
    add(200, outcome);

    assertThat(status().state()).isEqualTo(ServiceState.DOWN);
    assertThat(status().sinceEpochNanos()).isEqualTo(sentAt(1));
    assertThat(status().reason()).isNotEmpty();
    assertThat(stats.snapshot(now()).availability().up()).isZero();
    assertThat(stats.snapshot(now()).availability().measured()).isEqualTo(41);
  }

  @Test
  void theReasonIsTheCommonestOfTheNewestTen() {
    add(20, LOST);
    for (int i = 0; i < 6; i++) {
      add(UNEXPECTED, new Response.Http(404, 1, OptionalLong.empty(), 2, 3, Optional.empty()));
      add(UNEXPECTED, new Response.Http(500 + i, 1, OptionalLong.empty(), 2, 3, Optional.empty()));
    }

    assertThat(status().reason()).isEqualTo("HTTP 404");
    assertThat(status().reached()).isTrue();
  }

  @Test
  void anIcmpErrorExplainsTheSilenceAroundIt() {
    add(4, LOST);
    add(1, ICMP_ERROR);
    add(4, LOST);

    assertThat(status().reason()).isEqualTo("port unreachable from 10.0.2.1");
    assertThat(status().reached()).as("not the target itself").isFalse();
  }

  @Test
  void aLateReplyChangesTheReasonAndNotTheState() {
    add(1, LOST);
    stats.record(PingSamples.one(5, 1, LATE, SECOND), 0, now());

    assertThat(status()).isEqualTo(new ServiceStatus(ServiceState.DOWN, NOW, "late reply", true));
  }

  @Test
  void withoutOutcomesTheLastOnesSoonProveNothing() {
    add(10, REPLY);
    long silent = now() + 60 * SECOND;

    ServiceStatus status = stats.snapshot(silent).status();

    assertThat(status.state()).isEqualTo(ServiceState.UNKNOWN);
    assertThat(status.sinceEpochNanos()).isEqualTo(sentAt(10));
    assertThat(status.reason()).isEqualTo("no data");
  }

  @Test
  void afterSilenceOnlyWhatComesThenCounts() {
    add(10, REPLY);
    sequence += 60;
    add(1, REFUSED);

    assertThat(status())
        .isEqualTo(new ServiceStatus(ServiceState.DOWN, sentAt(71), "refused", true));
  }

  @Test
  void aPingThatHasEndedKeepsItsLastState() {
    add(7, REFUSED);
    stats.info(PingSamples.ping(5).ended(PingState.FINISHED, Instant.EPOCH, ""));

    ServiceStatus status = stats.snapshot(now() + 3600 * SECOND).status();

    assertThat(status.state()).isEqualTo(ServiceState.DOWN);
    assertThat(status.reason()).isEqualTo("refused");
  }

  @Test
  void countersTellTheLastStateOfAnEndedPingWhereTheyCan() {
    assertThat(ended(REFUSED, 7, REPLY, 0).state()).isEqualTo(ServiceState.DOWN);
    assertThat(ended(REFUSED, 7, REPLY, 0).reason()).isEqualTo("refused");
    assertThat(ended(REFUSED, 7, REPLY, 0).reached()).isTrue();
    assertThat(ended(SEND_FAILED, 7, REPLY, 0).state()).isEqualTo(ServiceState.DOWN);
    assertThat(ended(REFUSED, 0, REPLY, 9).state()).isEqualTo(ServiceState.UP);
    assertThat(ended(REFUSED, 2, REPLY, 9).state()).isEqualTo(ServiceState.UNKNOWN);
    assertThat(ended(REFUSED, 0, REPLY, 0).state()).isEqualTo(ServiceState.UNKNOWN);
  }

  private static ServiceStatus ended(Outcome one, long ones, Outcome other, long others) {
    OutcomeCounts outcomes = new OutcomeCounts();
    outcomes.add(one, ones);
    outcomes.add(other, others);
    PingInfo info = PingSamples.ping(5).ended(PingState.FINISHED, Instant.EPOCH, "");
    PingStats stats = new PingStats(info, 10);
    stats.counters(PingCounters.of(outcomes));
    return stats.snapshot(NOW).status();
  }

  private ServiceStatus status() {
    return stats.snapshot(now()).status();
  }

  private long now() {
    return sentAt(sequence);
  }

  private static long sentAt(long sequence) {
    return NOW + Math.max(0, sequence - 1) * SECOND;
  }

  private void add(int probes, Outcome outcome) {
    for (int i = 0; i < probes; i++) {
      add(outcome, null);
    }
  }

  private void add(Outcome outcome, Response answer) {
    sequence++;
    SampleColumns buffer = new SampleColumns();
    if (answer == null) {
      PingSamples.add(buffer, 5, sequence, now(), 0, outcome, SECOND / 10);
    } else {
      buffer.add(5, sequence, now(), 0, outcome).answer(answer);
    }
    stats.record(buffer.toBatch(0, 1), 0, now());
  }
}
