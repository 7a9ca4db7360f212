package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.Errno;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.target.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The outcomes of timed-out probes.
class ExpiryTest {
  private static final Response BEGUN = new Response.Malformed("the answer did not end");

  private final TestEngine world = new TestEngine();

  private void sendTwo() {
    world.start(TestEngine.spec(1, Protocol.TCP, "100ms", "1s", OptionalLong.of(2)));
    world.runUntil(999);
    assertThat(world.sent).hasSize(2);
  }

  @Test
  void answerThatHasBegunIsMalformedAndTheOthersAreLost() {
    sendTwo();
    world.unfinished.put(world.token(0), BEGUN);
    world.runUntil(2000);

    assertThat(world.outcomes()).containsExactly("1 malformed", "2 lost");
    assertThat(world.samples().getFirst().answer()).contains(BEGUN);
    assertThat(world.samples().getFirst().rttNanos()).isEmpty();
    assertThat(world.counters(1).count(Outcome.MALFORMED)).isEqualTo(1);
    assertThat(world.counters(1).lossPercent()).hasValue(50);
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void handshakeThatHasBegunFailed() {
    sendTwo();
    Response handshake = new Response.Tls(TlsFault.UNFINISHED, Optional.empty());
    world.unfinished.put(world.token(1), handshake);
    world.runUntil(2000);

    assertThat(world.outcomes()).containsExactly("1 lost", "2 tlsFailed");
    assertThat(world.samples().getLast().answer()).contains(handshake);
  }

  @Test
  void senderIsAskedOnceAndAtTheTimeoutOnly() {
    sendTwo();
    assertThat(world.asked).isEmpty();
    world.reply(1);
    world.runUntil(2000);

    assertThat(world.asked).containsExactly(world.token(0));
  }

  @Test
  void probeWaitsForItsSenderToLookOnceMore() {
    sendTwo();
    world.heardMillis = 999;
    world.runUntil(1050);
    assertThat(world.outcomes()).isEmpty();
    assertThat(world.heardAskedAtMillis).startsWith(1000L, 1001L, 1002L).hasSize(51);

    world.heardMillis = 1050;
    world.runUntil(1060);
    assertThat(world.outcomes()).containsExactly("1 lost");
    world.runUntil(1150);
    assertThat(world.outcomes()).containsExactly("1 lost");

    world.heardMillis = 1100;
    world.runUntil(1151);
    assertThat(world.outcomes()).containsExactly("1 lost", "2 lost");
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void answerFoundByThatLookIsAReplyIfItArrivedInTime() {
    sendTwo();
    world.heardMillis = 0;
    world.runUntil(1500);
    long inTime = world.now() - 600 * TestEngine.MILLI;
    long tooLate = world.now() - 300 * TestEngine.MILLI;
    world.engine.timedReply(world.token(0), 9, RttSource.KERNEL_RECEIVE, inTime, false, null);
    world.engine.timedReply(world.token(1), 9, RttSource.KERNEL_RECEIVE, tooLate, false, null);

    assertThat(world.outcomes()).containsExactly("1 reply", "2 late");
    assertThat(world.counters(1).count(Outcome.REPLY)).isEqualTo(1);
    assertThat(world.counters(1).count(Outcome.LATE)).isEqualTo(1);
    assertThat(world.counters(1).count(Outcome.LOST)).isZero();
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void senderThatNeverLooksIsNotWaitedForWithoutEnd() {
    sendTwo();
    world.heardMillis = 0;
    world.runUntil(2999);
    assertThat(world.outcomes()).isEmpty();
    world.runUntil(3001);
    assertThat(world.outcomes()).containsExactly("1 lost");
    world.runUntil(3101);
    assertThat(world.outcomes()).containsExactly("1 lost", "2 lost");
  }

  /// If the sender sends a probe only after its timeout, the timeout counts from the send.
  @Test
  void probeThatIsSentAfterItsTimeoutHasAWholeOneStill() {
    sendTwo();
    world.heardMillis = 0;
    world.runUntil(1500);
    world.engine.sent(world.token(0), world.now(), world.wall());
    world.engine.sent(world.token(1), world.now(), world.wall());
    world.heardMillis = Long.MAX_VALUE;
    world.runUntil(2499);
    assertThat(world.outcomes()).isEmpty();
    world.runUntil(2500);
    assertThat(world.outcomes()).containsExactly("1 lost", "2 lost");
  }

  @Test
  void whatComesOfItLaterChangesNothing() {
    world.start(TestEngine.spec(1, Protocol.TCP, "10s", "1s", OptionalLong.of(2)));
    world.runUntil(5);
    world.unfinished.put(world.token(0), BEGUN);
    world.runUntil(1500);
    world.reply(0);

    assertThat(world.outcomes()).containsExactly("1 malformed");
    assertThat(world.counters(1).conflicts()).isEqualTo(1);
    assertThat(world.counters(1).count(Outcome.LATE)).isZero();
  }

  @Test
  void whatThrowsAtTheTimeoutFailsThatProbeAndNoOther() {
    world.start(TestEngine.spec(1, Protocol.TCP, "100ms", "1s", OptionalLong.of(3)));
    world.start(TestEngine.spec(2, Protocol.TCP, "100ms", "1s", OptionalLong.of(3)));
    world.runUntil(999);
    world.throwsForPing = 1;
    assertThat(advancesThatThrow(2000)).isEqualTo(3);

    assertThat(world.samples())
        .extracting(sample -> sample.ping().value() + " " + sample.outcome().json())
        .containsExactlyInAnyOrder(
            "1 sendFailed", "1 sendFailed", "1 sendFailed", "2 lost", "2 lost", "2 lost");
    assertThat(world.samples())
        .filteredOn(sample -> sample.ping().value() == 1)
        .extracting(Sample::errno)
        .containsOnly(Errno.EIO);
    assertThat(world.ends).containsExactlyInAnyOrder("1 finished", "2 finished");
    assertThat(world.counters(1).sent()).isZero();
    assertThat(world.counters(1).inFlight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100ms", "0s"})
  void whatThrowsAsAProbeIsSentFailsThatProbeAndNoOther(String interval) {
    world.throwsForPing = 1;
    world.start(TestEngine.spec(1, Protocol.TCP, interval, "1s", OptionalLong.of(3)));
    world.start(TestEngine.spec(2, Protocol.TCP, interval, "1s", OptionalLong.of(3)));
    assertThat(advancesThatThrow(2000)).isEqualTo(3);

    assertThat(world.outcomes())
        .containsExactlyInAnyOrder(
            "1 sendFailed", "2 sendFailed", "3 sendFailed", "1 lost", "2 lost", "3 lost");
    assertThat(world.ends).containsExactlyInAnyOrder("1 finished", "2 finished");
    assertThat(world.counters(2).count(Outcome.LOST)).isEqualTo(3);
  }

  /// Runs the engine like a loop that continues after a bug.
  private int advancesThatThrow(long untilMillis) {
    int thrown = 0;
    while (world.millis() < untilMillis) {
      try {
        world.runUntil(untilMillis);
      } catch (IllegalStateException e) {
        thrown++;
      }
    }
    return thrown;
  }

  @Test
  void whatComesAfterTheTimeoutCorrectsTheLossOnceAndKeepsItsTime() {
    Response.Http broken = new Response.Http(500, 1, OptionalLong.empty(), 2, 3, Optional.empty());
    world.start(TestEngine.spec(1, Protocol.HTTP, "100ms", "1s", OptionalLong.empty()));
    world.runUntil(1450);
    world.engine.conclude(world.token(0), Outcome.REFUSED, 0, null, world.now());
    world.engine.conclude(world.token(0), Outcome.RESET, 104, null, world.now());
    world.engine.timedReply(world.token(1), 3, RttSource.KERNEL, world.now(), false, broken);
    world.engine.timedReply(world.token(1), 3, RttSource.KERNEL, world.now(), false, broken);
    world.engine.conclude(world.token(2), Outcome.TLS_FAILED, 0, null, world.now());
    world.engine.timedReply(world.token(3), 3, RttSource.KERNEL, world.now(), false, null);
    world.engine.conclude(world.token(3), Outcome.RESET, 104, null, world.now());
    world.engine.conclude(world.token(14), Outcome.RESET, 104, null, world.now());

    assertThat(world.outcomes())
        .containsExactly(
            "1 lost",
            "2 lost",
            "3 lost",
            "4 lost",
            "5 lost",
            "1 refused",
            "2 unexpected",
            "3 tlsFailed",
            "4 late",
            "15 reset");
    List<Sample> corrected = world.samples().subList(5, 10);
    assertThat(corrected)
        .extracting(sample -> sample.lateNanos().orElse(-1) / 1_000_000)
        .containsExactly(1450L, 1350L, 1250L, 0L, 0L);
    PingCounters counters = world.counters(1);
    assertThat(counters.count(Outcome.LOST)).isEqualTo(1);
    assertThat(counters.count(Outcome.UNEXPECTED)).isEqualTo(1);
    assertThat(counters.conflicts()).isEqualTo(3);
    assertThat(counters.sent()).isEqualTo(15);
    assertThat(counters.concluded()).isEqualTo(6);
  }

  @Test
  void whatComesLaterThanALateReplyMayIsStale() {
    world.start(TestEngine.spec(1, Protocol.TCP, "100ms", "1s", OptionalLong.empty()));
    world.runUntil(14_010);
    world.engine.conclude(world.token(0), Outcome.REFUSED, 0, null, world.now());
    world.engine.conclude(world.token(1), Outcome.REFUSED, 0, null, world.now());
    assertThat(world.outcomes()).contains("2 refused").doesNotContain("1 refused");
    assertThat(world.counters(1).count(Outcome.REFUSED)).isEqualTo(1);
  }

  @Test
  void anUnexpectedDatagramAfterTheTimeoutCorrectsTheLoss() {
    world.start(TestEngine.spec(1, Protocol.DNS, "1s", "100ms", OptionalLong.empty()));
    world.runUntil(400);
    Response.Dns missing = new Response.Dns(3, 0, false, OptionalLong.empty());
    for (int i = 0; i < 2; i++) {
      world.engine.reply(world.token(0), 1, world.arrival(TestEngine.ADDRESS), _ -> missing);
    }
    assertThat(world.outcomes()).containsExactly("1 lost", "1 unexpected");
    assertThat(world.samples().get(1).lateNanos()).hasValue(400_000_000);
    assertThat(world.counters(1).conflicts()).isEqualTo(1);
  }
}
