package io.pingdeck.ping.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.net.BreakableSockets;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.PlainEcho;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The loop on real sockets of this host.
@Slow
@Timeout(30)
class ProbeLoopTest {
  @Test
  void everyProbeOfEveryPingIsAnsweredAndThePingsFinish() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      for (int ping = 1; ping <= 20; ping++) {
        recorder.start(spec(ping, echo.port(), Duration.ofMillis(10), 25, 64));
      }

      recorder.awaitEnds(20);

      assertThat(recorder.ends.values()).containsOnly(PingState.FINISHED);
      assertThat(recorder.samples).hasSize(500);
      assertThat(recorder.samples)
          .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.REPLY))
          .allSatisfy(sample -> assertThat(sample.rttNanos().orElseThrow()).isPositive());
      assertThat(recorder.counters.values())
          .allSatisfy(counters -> assertThat(counters.count(Outcome.REPLY)).isEqualTo(25))
          .allSatisfy(counters -> assertThat(counters.inFlight()).isZero());
    }
  }

  @Test
  void aServerThatAnswersInUpperCaseIsMatched() throws Exception {
    try (PlainEcho echo = new PlainEcho(ProbeLoopTest::upperCase);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 5, 64));

      recorder.awaitEnds(1);

      assertThat(recorder.samples).extracting(Sample::outcome).containsOnly(Outcome.REPLY);
      assertThat(recorder.samples).extracting(Sample::untagged).containsOnly(false);
    }
  }

  @Test
  void silenceIsLossWithoutAnRtt() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> null);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 3, 64));

      recorder.awaitEnds(1);

      assertThat(recorder.samples).hasSize(3);
      assertThat(recorder.samples)
          .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.LOST))
          .allSatisfy(sample -> assertThat(sample.rttNanos()).isEmpty());
      assertThat(recorder.counters.get(1L).count(Outcome.LOST)).isEqualTo(3);
    }
  }

  @Test
  void theLargestDatagramGoesThereAndBack() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 10, 65_507));

      recorder.awaitEnds(1);

      assertThat(recorder.samples).hasSize(10);
      assertThat(recorder.samples).extracting(Sample::outcome).containsOnly(Outcome.REPLY);
    }
  }

  @Test
  void aStoppedPingEndsWhenItsProbesInFlightHaveTheirOutcome() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      PingSpec endless = spec(7, echo.port(), Duration.ofMillis(5), 1_000_000, 64);
      recorder.start(endless);
      recorder.awaitSamples(5);

      recorder.loop.stop(endless.id()).toCompletableFuture().get();
      recorder.awaitEnds(1);

      assertThat(recorder.ends).containsEntry(7L, PingState.STOPPED);
      PingCounters counters = recorder.counters.get(7L);
      assertThat(counters.inFlight()).isZero();
      assertThat(counters.sent()).isEqualTo(recorder.samples.size());
    }
  }

  @Test
  void theFirstProbesOfAListAreSpreadOverTheInterval() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      List<PingSpec> list = new ArrayList<>();
      for (int ping = 0; ping < 50; ping++) {
        list.add(spec(ping, echo.port(), Duration.ofMillis(500), 1, 64));
      }

      recorder.startAll(list);
      recorder.awaitEnds(50);

      recorder.samples.sort(Comparator.comparing(sample -> sample.ping().value()));
      long first = plannedEpochNanos(recorder.samples.getFirst());
      for (int ping = 0; ping < 50; ping++) {
        Sample sample = recorder.samples.get(ping);
        long planned = plannedEpochNanos(sample) - first;
        assertThat(Duration.ofNanos(planned))
            .isCloseTo(Duration.ofMillis(10L * ping), Duration.ofMillis(5));
      }
    }
  }

  private static long plannedEpochNanos(Sample sample) {
    return sample.sentEpochNanos() - sample.lagNanos();
  }

  @Test
  void theLoopTellsHowItIsDoing() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 1_000_000, 64));

      recorder.await(() -> recorder.statuses.size() >= 2);

      LoopStatus status = recorder.statuses.getLast();
      assertThat(status.pings()).isEqualTo(1);
      assertThat(status.probesPerSecond()).isBetween(20L, 120L);
      assertThat(status.lateness().orElseThrow().p50()).isPositive();
      assertThat(status.clocks()).isEqualTo(RttSource.PROCESS);
      assertThat(status.kernelDrops()).isEmpty();
    }
  }

  @Test
  @Proves("S11")
  void whatIsReceivedWhileTheLoopStandsStillIsMarkedAndTheStallIsTold() throws Exception {
    BreakableSockets sockets = new BreakableSockets();
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 1_000_000, 64));
      recorder.awaitSamples(1);

      sockets.stall(60_000_000);

      recorder.await(() -> recorder.samples.stream().anyMatch(Sample::selfDelayed));
      recorder.await(() ->
          recorder.statuses.stream()
              .anyMatch(status -> status.stalls().longestNanos() > 40_000_000));
      assertThat(recorder.statuses.getLast().stalls().suspensions()).isZero();
    }
  }

  @Test
  void whenTheThreadDiesEveryProbeHasAnOutcomeAndEveryRequestFails() throws Exception {
    BreakableSockets sockets = new BreakableSockets();
    CountDownLatch arrived = new CountDownLatch(30);
    try (PlainEcho silent = new PlainEcho(bytes -> swallow(arrived));
        LoopRecorder recorder = new LoopRecorder(sockets, true)) {
      for (int ping = 1; ping <= 10; ping++) {
        String target = "udp://127.0.0.1:" + silent.port();
        recorder.start(
            LoopRecorder.spec(
                ping, target, Duration.ofMillis(10), Duration.ofMinutes(1), 1_000_000, 64));
      }
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      sockets.breakNow();
      recorder.await(() -> recorder.death.isPresent());

      assertThat(recorder.ends.values()).hasSize(10).containsOnly(PingState.FAILED);
      assertThat(recorder.samples)
          .hasSizeGreaterThanOrEqualTo(30)
          .allMatch(sample -> sample.outcome() == Outcome.SEND_FAILED);
      assertThat(recorder.counters.values())
          .allMatch(counters -> counters.inFlight() == 0)
          .allMatch(counters -> counters.count(Outcome.SEND_FAILED) > 0);
      assertThat(
              recorder.counters.values().stream()
                  .mapToLong(c -> c.count(Outcome.SEND_FAILED))
                  .sum())
          .isEqualTo(recorder.samples.size());
      assertThatThrownBy(() -> recorder.start(spec(11, 9, Duration.ofSeconds(1), 1, 64)))
          .hasRootCauseMessage("the thread that pings has ended");
    }
  }

  private static byte[] swallow(CountDownLatch arrived) {
    arrived.countDown();
    return null;
  }

  @Test
  void whatIsThrownWhileAProbeIsSentFailsThatProbeAlone() throws Exception {
    BreakableSockets sockets = new BreakableSockets();
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      sockets.throwOnConnect();
      String tcp = "tcp://127.0.0.1:" + echo.port();
      Duration interval = Duration.ofMillis(10);
      recorder.startAll(
          List.of(
              LoopRecorder.spec(1, tcp, interval, Duration.ofSeconds(9), 3, 64),
              spec(2, echo.port(), interval, 5, 64)));
      recorder.awaitEnds(2);

      assertThat(recorder.counters.get(2L).count(Outcome.REPLY)).isEqualTo(5);
      assertThat(recorder.samples)
          .filteredOn(sample -> sample.ping().value() == 1)
          .hasSize(3)
          .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.SEND_FAILED))
          .allSatisfy(sample -> assertThat(sample.errno()).isEqualTo(Errno.EIO));
    }
  }

  @Test
  void aCommandThatThrowsStartsNothingAndEndsNoOtherPing() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      Duration interval = Duration.ofMillis(10);
      recorder.start(spec(1, echo.port(), interval, 1_000_000, 64));
      PingSpec another = spec(2, echo.port(), interval, 5, 64);

      assertThatThrownBy(() -> recorder.startAll(List.of(another, spec(1, 9, interval, 1, 64))))
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
      recorder.start(another);
      recorder.await(() -> recorder.ends.containsKey(2L));

      assertThat(recorder.ends).containsOnlyKeys(2L);
      assertThat(recorder.counters.get(2L).count(Outcome.REPLY)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void whatAListenerThrowsAtIsHandedOverAgain(int probes) throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = new LoopRecorder(PlatformSockets.portable())) {
      recorder.throwOnSamples(3);
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), probes, 64));
      recorder.awaitEnds(1);

      assertThat(recorder.counters.get(1L).count(Outcome.REPLY)).isEqualTo(probes);
      assertThat(recorder.samples).hasSize(probes);
    }
  }

  private static PingSpec spec(int id, int port, Duration interval, long count, int bytes) {
    String target = "udp://127.0.0.1:" + port;
    return LoopRecorder.spec(id, target, interval, Duration.ofMillis(500), count, bytes);
  }

  private static byte[] upperCase(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII)
        .toUpperCase(Locale.ROOT)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
