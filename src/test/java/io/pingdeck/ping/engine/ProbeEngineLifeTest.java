package io.pingdeck.ping.engine;

import static io.pingdeck.ping.engine.TestEngine.ADDRESS;
import static io.pingdeck.ping.engine.TestEngine.MILLI;
import static io.pingdeck.ping.engine.TestEngine.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.engine.TestEngine.Sent;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// When pings send, stop and end.
class ProbeEngineLifeTest {
  private final TestEngine world = new TestEngine();
  private final ProbeEngine engine = world.engine;

  @Test
  void idleEngineWaitsForEver() {
    assertThat(engine.nanosUntilNext(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void firstDelayShiftsTheWholeSchedule() {
    engine.start(new ResolvedPing(spec(1, "10ms", "1s"), ADDRESS), world.now(), 3 * MILLI);
    assertThat(engine.nanosUntilNext(world.now())).isEqualTo(3 * MILLI);
    world.runUntil(25);
    assertThat(world.sent).extracting(Sent::atMillis).containsExactly(3L, 13L, 23L);
  }

  @Test
  void afterAPauseOnlyTheLatestDueSlotIsSentAndTheOthersAreSkipped() {
    world.start(spec(1, "10ms", "1s"));
    world.runUntil(15);
    world.pauseUntil(57);
    world.advance();
    world.runUntil(65);
    assertThat(world.sent).extracting(Sent::atMillis).containsExactly(0L, 10L, 57L, 60L);
    assertThat(world.sent).extracting(Sent::sequence).containsExactly(1L, 2L, 3L, 4L);
    assertThat(world.counters(1).skipped()).isEqualTo(3);
    assertThat(world.counters(1).planned()).isEqualTo(7);
    world.reply(2);
    assertThat(world.samples().getFirst().lagNanos()).isEqualTo(7 * MILLI);
  }

  @Test
  void countIsOfProbesNotOfSlots() {
    world.start(spec(1, "10ms", "50ms", 3));
    world.runUntil(5);
    world.pauseUntil(100);
    world.runUntil(1_000);
    assertThat(world.sent).extracting(Sent::atMillis).containsExactly(0L, 100L, 110L);
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void pingWithAPastGoesOnBehindIt() {
    PingCounters counters =
        PingCounters.read(
            new long[] {90, 80, 4, 6, 0, 0, 0, 0, 0, 0, 10, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0}, 0);
    PingSpec spec = spec(1, "10ms", "1s", 102);
    engine.start(
        new ResolvedPing(spec, ADDRESS, List.of(), new PingHistory(100, counters)), world.now(), 0);
    world.runUntil(5);
    world.reply(0);
    world.runUntil(1_500);

    assertThat(world.sent).extracting(Sent::sequence).containsExactly(101L, 102L);
    assertThat(world.samples()).extracting(Sample::sequence).containsExactly(101L, 102L);
    assertThat(world.counters(1).sent()).isEqualTo(92);
    assertThat(world.counters(1).count(Outcome.REPLY)).isEqualTo(81);
    assertThat(world.counters(1).count(Outcome.LOST)).isEqualTo(7);
    assertThat(world.counters(1).skipped()).isEqualTo(10);
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void pingIsFinishedWhenItsLastProbeHasItsOutcome() {
    world.start(spec(1, "10ms", "1s", 2));
    world.runUntil(12);
    world.reply(1);
    assertThat(world.ends).isEmpty();
    world.reply(0);
    assertThat(world.ends).containsExactly("1 finished");
    assertThat(engine.isRunning(1)).isFalse();
    assertThat(world.counters(1).count(Outcome.REPLY)).isEqualTo(2);
    assertThat(engine.nanosUntilNext(world.now())).isEqualTo(Long.MAX_VALUE);
  }

  /// A ping's connection outlives it, and reports results when another ping occupies its slot.
  @Test
  void whatAnEndedPingsConnectionSaysIsStaleForThePingInItsSlot() {
    Response.Http ok = new Response.Http(200, 1, OptionalLong.empty(), 2, 3, Optional.empty());
    Response.Http broken = new Response.Http(500, 1, OptionalLong.empty(), 2, 3, Optional.empty());
    Response.Dns refused = new Response.Dns(5, 0, false, OptionalLong.empty());
    world.start(spec(1, Protocol.HTTP, "10ms", "20ms", OptionalLong.of(1)));
    world.runUntil(30);
    assertThat(world.ends).containsExactly("1 finished");

    world.start(spec(2, Protocol.ICMP, "10ms", "1s", OptionalLong.empty()));
    world.runUntil(35);
    long old = world.token(0);
    for (Response answer : List.of(ok, broken, refused)) {
      engine.timedReply(old, 9, RttSource.PROCESS, world.now(), false, answer);
      engine.reply(old, 1, world.arrival(ADDRESS), _ -> answer);
    }
    engine.corruptAnswer(old, world.now());
    engine.conclude(old, Outcome.RESET, 0, null, world.now());
    engine.sendFailed(old, 5);
    world.icmpError(0);

    assertThat(world.outcomes()).containsExactly("1 lost");
    assertThat(engine.counters().staleReplies()).isEqualTo(7);
    assertThat(engine.counters().unmatchedErrors()).isEqualTo(1);
    assertThat(world.counters(2).corrupt()).isZero();
    assertThat(world.counters(2).inFlight()).isEqualTo(1);
    engine.abort(2);
    engine.timedReply(old, 9, RttSource.PROCESS, world.now(), false, ok);
    assertThat(engine.counters().staleReplies()).isEqualTo(8);
  }

  /// Tokens are visible on the path: an observer can put one into the answer of another protocol.
  @Test
  void anAnswerOfAnotherProtocolThatCarriesTheTokenThrowsNothing() {
    Response.Dns refused = new Response.Dns(5, 0, false, OptionalLong.empty());
    world.start(spec(1, "10ms", "1s", 1));
    world.runUntil(0);
    engine.reply(world.token(0), 1, world.arrival(ADDRESS), _ -> refused);
    assertThat(world.outcomes()).containsExactly("1 reply");
  }

  @Test
  void pingWhoseSendsAllFailEndsAfterItsCount() {
    world.start(spec(1, "10ms", "1s", 2));
    world.runUntil(0);
    engine.sendFailed(world.token(0), 101);
    world.runUntil(10);
    engine.sendFailed(world.token(1), 101);
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void stoppedPingSendsNoMoreAndEndsWithItsLastOutcome() {
    world.start(spec(1, "10ms", "100ms"));
    world.runUntil(15);
    engine.stop(1);
    assertThat(world.ends).isEmpty();
    assertThat(engine.isRunning(1)).isTrue();
    world.runUntil(500);
    assertThat(world.sent).hasSize(2);
    assertThat(world.outcomes()).containsExactly("1 lost", "2 lost");
    assertThat(world.ends).containsExactly("1 stopped");
  }

  @Test
  void pingStoppedWithNothingInFlightEndsAtOnce() {
    world.start(spec(1, "10ms", "100ms"));
    engine.stop(1);
    engine.stop(1);
    engine.stop(99);
    assertThat(world.ends).containsExactly("1 stopped");
  }

  @Test
  void abortedPingSaysNothingMore() {
    world.start(spec(1, "10ms", "100ms"));
    world.runUntil(5);
    engine.abort(1);
    engine.abort(1);
    world.runUntil(500);
    world.reply(0);
    assertThat(world.outcomes()).isEmpty();
    assertThat(world.ends).isEmpty();
    assertThat(world.counters(1)).isEqualTo(PingCounters.ZERO);
    assertThat(engine.counters().staleReplies()).isEqualTo(1);
  }

  @Test
  void oldTokenNeverCreditsTheNextPingInTheSameSlot() {
    world.start(spec(1, "10ms", "100ms"));
    world.runUntil(35);
    engine.abort(1);
    world.start(spec(2, "10ms", "100ms"));
    world.runUntil(75);
    for (int i = 0; i < 4; i++) {
      world.reply(i);
      world.icmpError(i);
    }
    assertThat(world.outcomes()).isEmpty();
    assertThat(world.counters(2).inFlight()).isEqualTo(5);
    assertThat(engine.counters().staleReplies()).isEqualTo(4);
    assertThat(engine.counters().unmatchedErrors()).isEqualTo(4);
    world.reply(4);
    assertThat(world.outcomes()).containsExactly("1 reply");
  }

  @Test
  void abortTakesItsProbesOutOfTheAddressesCount() {
    world.start(spec(1, "1s", "1s"));
    world.start(spec(2, "1s", "1s"));
    world.runUntil(1);
    engine.abort(1);
    engine.icmpErrorWithoutQuote(new IcmpError(3, 1, TestEngine.ROUTER, 0), world.arrival(ADDRESS));
    assertThat(world.counters(2).count(Outcome.ICMP_ERROR)).isEqualTo(1);
  }

  @Test
  void pingCannotRunTwiceAtOnceButAgainAfterItsEnd() {
    world.start(spec(1, "1s", "1s"));
    assertThatIllegalArgumentException().isThrownBy(() -> world.start(spec(1, "1s", "1s")));
    engine.abort(1);
    world.start(spec(1, "1s", "1s"));
    assertThat(engine.size()).isEqualTo(1);
  }

  @Test
  void everyWaitingProbeIsToldWhenTheSocketsDie() {
    world.start(spec(1, "10ms", "100ms"));
    world.start(spec(2, "10ms", "100ms"));
    world.runUntil(5);
    engine.failAll(9);
    assertThat(world.outcomes()).containsExactly("1 sendFailed", "1 sendFailed");
    assertThat(world.ends).containsExactlyInAnyOrder("1 failed", "2 failed");
    assertThat(world.counters(1).inFlight()).isZero();
    assertThat(world.counters(1).count(Outcome.SEND_FAILED)).isEqualTo(1);
    assertThat(engine.size()).isZero();
    assertThat(engine.nanosUntilNext(world.now())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void countersAreWrittenOnlyForPingsThatChanged() {
    world.start(spec(1, "1s", "1s"));
    world.start(spec(2, "5s", "1s"));
    world.runUntil(10);
    world.counters(1);
    SampleColumns rows = new SampleColumns();
    engine.writeCounters(rows);
    assertThat(rows.isEmpty()).isTrue();
    world.reply(0);
    engine.writeCounters(rows);
    assertThat(rows.toBatch(0, 0).counterPings()).hasSize(1);
  }

  @Test
  void floodKeepsItsWindowFullAndSendsOnReplies() {
    world.start(spec(1, "0", "1s"));
    world.runUntil(0);
    assertThat(world.sent).hasSize(64);
    world.runUntil(1);
    world.reply(0);
    world.reply(1);
    assertThat(engine.nanosUntilNext(world.now())).isZero();
    world.advance();
    assertThat(world.sent).hasSize(66);
    assertThat(world.counters(1).inFlight()).isEqualTo(64);
    world.runUntil(1_000);
    assertThat(world.counters(1).count(Outcome.LOST)).isEqualTo(62);
    assertThat(world.counters(1).skipped()).isZero();
  }

  @Test
  void floodLagsBehindNoPlan() {
    world.start(spec(1, "0", "1s"));
    world.runUntil(7);
    engine.sent(world.token(0), world.now() + 100, world.wall() + 100);
    world.reply(0);
    assertThat(world.samples().getFirst().lagNanos()).isZero();
  }

  @Test
  void floodRestsWhenTheKernelRefusesProbes() {
    world.start(spec(1, "0", "1s"));
    world.runUntil(0);
    for (int i = 0; i < 64; i++) {
      engine.sendFailed(world.token(i), 105);
    }
    assertThat(engine.nanosUntilNext(world.now())).isEqualTo(100 * MILLI);
  }

  @Test
  void floodThatIsAnsweredDuringTheSendStillReturns() {
    world.start(spec(1, "0", "1s"));
    List<Long> sequences = new ArrayList<>();
    engine.advance(
        world.now(),
        world.wall(),
        (token, sequence, spec, address) -> {
          sequences.add(sequence);
          world.reply(token, sequence, ADDRESS);
        });
    assertThat(sequences).hasSize(64);
    assertThat(world.counters(1).count(Outcome.REPLY)).isEqualTo(64);
    assertThat(engine.nanosUntilNext(world.now())).isEqualTo(1);
  }

  @Test
  void senderMayReportStopAndStartDuringTheSend() {
    world.start(spec(1, "10ms", "1s", 1));
    world.start(spec(2, "10ms", "1s"));
    engine.advance(
        world.now(),
        world.wall(),
        (token, sequence, spec, address) -> {
          if (spec.id().value() == 1) {
            engine.sendFailed(token, 101);
          } else {
            engine.abort(2);
            if (!engine.isRunning(3)) {
              world.start(spec(3, "10ms", "1s"));
              engine.stop(3);
            }
          }
        });
    assertThat(world.ends).containsExactlyInAnyOrder("1 finished", "3 stopped");
    assertThat(engine.size()).isZero();
  }

  @Test
  @Proves("S12")
  void hundredHoursAtTenMillisecondsDoNotDrift() {
    FixedSchedule schedule = new FixedSchedule(-7, 10 * MILLI);
    long slots = 100L * 3_600 * 100;
    long drifted = 0;
    for (long k = 0; k < slots; k++) {
      long planned = -7 + k * 10 * MILLI;
      long late = k * 7_919 % (9 * MILLI);
      drifted += schedule.take(planned + late) == planned ? 0 : 1;
    }
    assertThat(drifted).isZero();
    assertThat(schedule.due()).isEqualTo(-7 + slots * 10 * MILLI);
  }

  @Test
  @Proves("S15")
  void pauseOfAnHourIsSkippedSlotsAndNoLosses() {
    world.start(spec(1, "1s", "500ms"));
    world.runUntil(0);
    world.reply(0);
    world.pauseUntil(3_600_500);
    world.advance();
    assertThat(world.sent).hasSize(2);
    assertThat(world.counters(1).count(Outcome.LOST)).isZero();
    assertThat(world.counters(1).skipped()).isEqualTo(3_599);
  }

  @Test
  void probeThatNoRoomIsLeftForIsSkippedNotLost() {
    int room = InFlight.MAX_CAPACITY;
    world.start(spec(1, "1us", "10s"));
    for (int i = 0; i < room + 5; i++) {
      engine.advance(world.now() + i * 1_000L, 0, (token, sequence, spec, address) -> {});
    }
    assertThat(world.counters(1).inFlight()).isEqualTo(room);
    assertThat(world.counters(1).skipped()).isEqualTo(5);
  }

  @Test
  void manyPingsInOneEngineAreNeverMixedUp() {
    int pings = 5_000;
    for (int i = 0; i < pings; i++) {
      world.start(spec(i, "1s", "1s"), Endpoint.ipv4(0x0a000000 + i / 2, 12000));
    }
    world.runUntil(0);
    for (int i = 0; i < pings; i++) {
      Sent sent = world.sent.get(i);
      world.reply(sent.token(), 1, Endpoint.ipv4(0x0a000000 + (int) (sent.ping() / 2), 12000));
    }
    assertThat(world.samples()).hasSize(pings);
    for (int i = 0; i < pings; i++) {
      assertThat(world.counters(i).count(Outcome.REPLY)).isEqualTo(1);
    }
  }
}
