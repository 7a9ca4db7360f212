package io.pingdeck.ping.engine;

import static io.pingdeck.ping.engine.TestEngine.ADDRESS;
import static io.pingdeck.ping.engine.TestEngine.MILLI;
import static io.pingdeck.ping.engine.TestEngine.ROUTER;
import static io.pingdeck.ping.engine.TestEngine.WALL;
import static io.pingdeck.ping.engine.TestEngine.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Proves;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The outcomes of probes.
class ProbeEngineTest {
  private static final Endpoint HOST = ADDRESS.withPort(0);

  private final TestEngine world = new TestEngine();
  private final ProbeEngine engine = world.engine;

  @Test
  void replyWithinTheTimeoutHasAnRtt() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(0);
    world.runUntil(7);
    world.reply(0);
    Sample sample = world.samples().getFirst();
    assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
    assertThat(sample.sequence()).isEqualTo(1);
    assertThat(sample.sentEpochNanos()).isEqualTo(WALL);
    assertThat(sample.rttNanos()).hasValue(7 * MILLI);
    assertThat(sample.rttSource()).contains(RttSource.PROCESS);
    assertThat(sample.hopLimit()).isEqualTo(64);
    assertThat(sample.untagged()).isFalse();
  }

  @Test
  @Proves("S10")
  void rttCountsFromTheReportedSendAndLagFromThePlan() {
    world.start(spec(1, "1s", "1s"));
    world.pauseUntil(3);
    world.advance();
    engine.sent(world.token(0), world.now() + 200, world.wall() + 200);
    world.pauseUntil(5);
    world.reply(0);
    Sample sample = world.samples().getFirst();
    assertThat(sample.rttNanos()).hasValue(2 * MILLI - 200);
    assertThat(sample.lagNanos()).isEqualTo(3 * MILLI + 200);
    assertThat(sample.sentEpochNanos()).isEqualTo(WALL + 3 * MILLI + 200);
  }

  @Test
  @Proves("S2")
  void probeInFlightIsInNoLossFigure() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(0);
    PingCounters counters = world.counters(1);
    assertThat(counters.inFlight()).isEqualTo(1);
    assertThat(counters.unanswered()).isZero();
    assertThat(counters.concluded()).isZero();
    assertThat(counters.lossPercent()).isEmpty();
  }

  @Test
  void noReplyWithinTheTimeoutIsLost() {
    world.start(spec(1, "1s", "200ms"));
    world.runUntil(199);
    assertThat(world.outcomes()).isEmpty();
    world.runUntil(200);
    assertThat(world.outcomes()).containsExactly("1 lost");
  }

  @Test
  @Proves("S3")
  void lateReplyTurnsLostIntoLateAndKeepsItsRtt() {
    world.start(spec(1, "1s", "200ms"));
    world.runUntil(450);
    world.reply(0);
    assertThat(world.outcomes()).containsExactly("1 lost", "1 late");
    assertThat(world.samples().get(1).rttNanos()).hasValue(450 * MILLI);
    PingCounters counters = world.counters(1);
    assertThat(counters.count(Outcome.LOST)).isZero();
    assertThat(counters.count(Outcome.LATE)).isEqualTo(1);
    assertThat(counters.lossPercent()).hasValue(100);
  }

  @Test
  void replyThatWasReadBeforeTheExpiryButAfterTheTimeoutIsLate() {
    world.start(spec(1, "1s", "200ms"));
    world.runUntil(0);
    world.pauseUntil(201);
    world.reply(0);
    assertThat(world.outcomes()).containsExactly("1 late");
  }

  @Test
  void replyThatWaitedInTheKernelDuringAPauseOfOursIsInTime() {
    world.start(spec(1, "1s", "200ms"));
    world.runUntil(0);
    engine.transmitted(world.token(0), WALL + 1_000);
    world.pauseUntil(5_000);
    engine.reply(
        world.token(0), 1, world.arrival(ADDRESS).at(world.now(), WALL + 41_000), _ -> null);
    assertThat(world.outcomes()).containsExactly("1 reply");
    assertThat(world.samples().getFirst().rttNanos()).hasValue(40_000);
    assertThat(world.samples().getFirst().rttSource()).contains(RttSource.KERNEL);
  }

  @Test
  void transmitStampAfterTheReplyIsIgnored() {
    world.start(spec(1, "1s", "200ms"));
    world.runUntil(1);
    world.reply(0);
    PingCounters before = world.counters(1);
    engine.transmitted(world.token(0), WALL);
    assertThat(world.counters(1)).isEqualTo(before);
  }

  @Test
  void lateReplyIsRememberedForFourTimeoutsAndTenSeconds() {
    world.start(spec(1, "60s", "1s"));
    world.runUntil(14_000);
    world.reply(0);
    assertThat(world.counters(1).count(Outcome.LATE)).isEqualTo(1);
    world.pauseUntil(14_001);
    world.reply(0);
    assertThat(world.counters(1).duplicates()).isZero();
    assertThat(engine.counters().staleReplies()).isEqualTo(1);
  }

  @Test
  @Proves("S4")
  void secondReplyIsADuplicateAndTheFirstGivesTheRtt() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(3);
    world.reply(0);
    world.runUntil(9);
    world.reply(0);
    assertThat(world.outcomes()).containsExactly("1 reply");
    PingCounters counters = world.counters(1);
    assertThat(counters.count(Outcome.REPLY)).isEqualTo(1);
    assertThat(counters.duplicates()).isEqualTo(1);
    assertThat(counters.lossPercent()).hasValue(0);
  }

  @Test
  @Proves("S5")
  void orderOneTwoFiveThreeFourHasTwoReordered() {
    world.start(spec(1, "10ms", "1s"));
    world.runUntil(45);
    for (int index : new int[] {0, 1, 4, 2, 3}) {
      world.reply(index);
    }
    assertThat(world.counters(1).reordered()).isEqualTo(2);
    assertThat(world.counters(1).count(Outcome.REPLY)).isEqualTo(5);
  }

  @Test
  @Proves("I16")
  void rightTokenFromElsewhereIsWrongSourceAndTheProbeWaitsOn() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(1);
    world.reply(world.token(0), 1, ADDRESS.withPort(12001));
    world.reply(world.token(0), 1, ROUTER.withPort(12000));
    assertThat(world.counters(1).wrongSource()).isEqualTo(2);
    assertThat(world.counters(1).inFlight()).isEqualTo(1);
    world.reply(0);
    assertThat(world.outcomes()).containsExactly("1 reply");
  }

  @Test
  @Proves("I17")
  void rightTokenWithAnotherSequenceIsCorruptAndTheProbeIsLostInTheEnd() {
    world.start(spec(1, "5s", "1s"));
    world.runUntil(1);
    world.reply(world.token(0), 2, ADDRESS);
    world.reply(world.token(0), 0, ADDRESS);
    assertThat(world.counters(1).corrupt()).isEqualTo(2);
    world.runUntil(1_000);
    assertThat(world.outcomes()).containsExactly("1 lost");
  }

  @Test
  void unknownTokenFromTheOnlyPingsTargetIsCorrupt() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(1);
    world.reply(world.token(0) ^ 1, 1, ADDRESS);
    engine.corruptReply(world.arrival(ADDRESS));
    assertThat(world.counters(1).corrupt()).isEqualTo(2);
    assertThat(world.counters(1).inFlight()).isEqualTo(1);
  }

  @Test
  void damageThatNoSinglePingCanBeBlamedForIsCountedForTheEngine() {
    world.start(spec(1, "1s", "1s"));
    world.start(spec(2, "1s", "1s"));
    world.runUntil(1);
    engine.corruptReply(world.arrival(ADDRESS));
    world.reply(world.token(0) ^ 1, 1, ADDRESS);
    world.reply(world.token(0) ^ 1, 1, ROUTER);
    assertThat(engine.counters().corruptReplies()).isEqualTo(1);
    assertThat(engine.counters().forgedReplies()).isEqualTo(2);
  }

  @Test
  void tokenOfAProbeNotYetSentIsForged() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(1);
    long next = new ProbeTokens(1, 2).token(ProbeTokens.name(0, 1));
    world.reply(next, 2, ROUTER);
    assertThat(engine.counters().forgedReplies()).isEqualTo(1);
  }

  @Test
  @Proves({"I6", "I9"})
  void icmpErrorConcludesTheProbeOnceAndFurtherNewsIsConflict() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(1);
    world.icmpError(0);
    world.icmpError(0);
    world.reply(0);
    assertThat(world.outcomes()).containsExactly("1 icmpError");
    assertThat(world.samples().getFirst().icmpError())
        .contains(new IcmpError(3, 3, ROUTER, 0).after(MILLI));
    assertThat(world.counters(1).count(Outcome.ICMP_ERROR)).isEqualTo(1);
    assertThat(world.counters(1).conflicts()).isEqualTo(2);
    assertThat(world.counters(1).reordered()).isZero();
  }

  @Test
  @Proves("I7")
  void icmpErrorAfterAReplyChangesNothingButTheConflicts() {
    world.start(spec(1, "1s", "200ms"));
    world.runUntil(1);
    world.reply(0);
    world.icmpError(0);
    assertThat(world.outcomes()).containsExactly("1 reply");
    assertThat(world.counters(1).conflicts()).isEqualTo(1);
    assertThat(world.counters(1).count(Outcome.ICMP_ERROR)).isZero();
  }

  @Test
  void icmpErrorAfterTheTimeoutTakesThePlaceOfTheLossOnce() {
    world.start(spec(1, "10s", "200ms"));
    world.runUntil(3_050);
    assertThat(world.counters(1).count(Outcome.LOST)).isEqualTo(1);
    world.icmpError(0);
    world.icmpError(0);
    world.reply(0);
    assertThat(world.outcomes()).containsExactly("1 lost", "1 icmpError");
    IcmpError error = world.samples().getLast().icmpError().orElseThrow();
    assertThat(error.afterTimeout()).isTrue();
    assertThat(error.afterNanos()).hasValue(3_050 * MILLI);
    assertThat(world.counters(1).count(Outcome.LOST)).isZero();
    assertThat(world.counters(1).count(Outcome.ICMP_ERROR)).isEqualTo(1);
    assertThat(world.counters(1).conflicts()).isEqualTo(2);
    assertThat(world.counters(1).sent()).isEqualTo(1);
    assertThat(engine.counters().unmatchedErrors()).isZero();
  }

  @Test
  @Proves("I9")
  void icmpErrorAfterALateReplyIsConflict() {
    world.start(spec(1, "10s", "200ms"));
    world.runUntil(500);
    world.reply(0);
    world.icmpError(0);
    assertThat(world.outcomes()).containsExactly("1 lost", "1 late");
    assertThat(world.counters(1).conflicts()).isEqualTo(1);
    assertThat(world.counters(1).count(Outcome.ICMP_ERROR)).isZero();
  }

  @Test
  @Proves("I7")
  void icmpErrorTenSecondsAfterTheTimeoutIsUnmatched() {
    world.start(spec(1, "60s", "200ms"));
    world.runUntil(11_000);
    world.icmpError(0);
    assertThat(world.outcomes()).containsExactly("1 lost");
    assertThat(engine.counters().unmatchedErrors()).isEqualTo(1);
  }

  @Test
  @Proves("I10")
  void sourceQuenchAndRedirectDecideNothing() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(1);
    engine.icmpError(world.token(0), new IcmpError(4, 0, ROUTER, 0), world.now(), 0);
    engine.icmpError(world.token(0), new IcmpError(5, 1, ROUTER, 0), world.now(), 0);
    assertThat(engine.counters().advisoryErrors()).isEqualTo(2);
    assertThat(world.counters(1).inFlight()).isEqualTo(1);
  }

  @Test
  @Proves("I6")
  void icmpErrorOfAnUnknownTokenIsUnmatched() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(1);
    engine.icmpError(42, new IcmpError(3, 3, ROUTER, 0), world.now(), 0);
    assertThat(engine.counters().unmatchedErrors()).isEqualTo(1);
    assertThat(world.counters(1).inFlight()).isEqualTo(1);
  }

  @Test
  @Proves("I5")
  void shortQuoteIsBelievedOnlyIfOneProbeAloneCanHaveCausedIt() {
    world.start(spec(1, "1s", "200ms"));
    world.start(spec(2, "1s", "1s"));
    world.runUntil(1);
    shortQuote(12000);
    assertThat(engine.counters().unmatchedErrors()).as("two are in flight").isEqualTo(1);

    world.runUntil(201);
    shortQuote(12000);
    assertThat(engine.counters().unmatchedErrors()).as("it may be the lost one's").isEqualTo(2);

    world.reply(0);
    shortQuote(12000);
    assertThat(world.counters(1).count(Outcome.LATE)).isEqualTo(1);
    assertThat(world.counters(2).count(Outcome.ICMP_ERROR)).isEqualTo(1);

    shortQuote(12000);
    shortQuote(12001);
    assertThat(engine.counters().unmatchedErrors()).isEqualTo(4);
  }

  @Test
  void shortQuoteAfterTheTimeoutIsOfTheOnlyLostProbe() {
    world.start(spec(1, "10s", "200ms"));
    world.runUntil(500);
    shortQuote(12000);

    assertThat(world.counters(1).count(Outcome.ICMP_ERROR)).isEqualTo(1);
    assertThat(world.counters(1).count(Outcome.LOST)).isZero();
  }

  private void shortQuote(int port) {
    IcmpError error = new IcmpError(3, 1, ROUTER, 0);
    engine.icmpErrorWithoutQuote(error, world.arrival(ADDRESS.withPort(port)));
  }

  @Test
  @Proves("S16")
  void failedSendIsNotASentProbe() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(0);
    engine.sendFailed(world.token(0), 101);
    Sample sample = world.samples().getFirst();
    assertThat(sample.outcome()).isEqualTo(Outcome.SEND_FAILED);
    assertThat(sample.errno()).isEqualTo(101);
    assertThat(sample.sentEpochNanos()).isEqualTo(WALL);
    PingCounters counters = world.counters(1);
    assertThat(counters.sent()).isZero();
    assertThat(counters.count(Outcome.SEND_FAILED)).isEqualTo(1);
    assertThat(counters.planned()).isEqualTo(1);
    assertThat(counters.lossPercent()).isEmpty();
  }

  @Test
  void tcpOutcomesConcludeTheProbe() {
    world.start(spec(1, Protocol.TCP, "10ms", "1s", OptionalLong.of(3)));
    world.runUntil(25);
    engine.conclude(world.token(0), Outcome.REFUSED, 0, null, world.now());
    engine.conclude(world.token(1), Outcome.RESET, 0, null, world.now());
    engine.conclude(world.token(1), Outcome.RESET, 0, null, world.now());
    engine.conclude(world.token(2), Outcome.SERVER_LOST, 0, null, world.now());
    assertThat(world.outcomes()).containsExactly("1 refused", "2 reset", "3 serverLost");
    assertThat(world.counters(1).conflicts()).isEqualTo(1);
    assertThat(world.ends).containsExactly("1 finished");
  }

  @Test
  void aTimedReplyKeepsItsRttAndItsTimeoutRunsFromTheStart() {
    world.start(spec(1, Protocol.TCP, "1s", "1s", OptionalLong.empty()));
    world.runUntil(15);
    engine.timedReply(world.token(0), 3_000_000, RttSource.PROCESS, world.now(), false, null);
    world.runUntil(2100);
    engine.timedReply(world.token(1), 3_000_000, RttSource.PROCESS, world.now(), true, null);
    assertThat(world.outcomes()).containsExactly("1 reply", "2 lost", "2 late");
    assertThat(world.samples().get(0).rttNanos()).hasValue(3_000_000);
    assertThat(world.samples().get(2).rttNanos()).hasValue(3_000_000);
    assertThat(world.samples().get(2).untagged()).isTrue();
  }

  @Test
  void anAnswerThatWasNotAskedForIsUnexpectedAndNoLoss() {
    Response.Http ok = new Response.Http(200, 1, OptionalLong.empty(), 2, 3, Optional.empty());
    Response.Http broken = new Response.Http(500, 1, OptionalLong.empty(), 2, 3, Optional.empty());
    world.start(spec(1, Protocol.HTTP, "10ms", "1s", OptionalLong.of(2)));
    world.runUntil(15);
    engine.timedReply(world.token(0), 3_000_000, RttSource.PROCESS, world.now(), false, ok);
    engine.timedReply(world.token(1), 3_000_000, RttSource.PROCESS, world.now(), false, broken);
    assertThat(world.outcomes()).containsExactly("1 reply", "2 unexpected");
    assertThat(world.samples())
        .extracting(s -> s.answer().orElseThrow())
        .containsExactly(ok, broken);
    assertThat(world.counters(1).count(Outcome.UNEXPECTED)).isEqualTo(1);
    assertThat(world.counters(1).lossPercent()).hasValue(0);
  }

  @Test
  void anUnexpectedAnswerByDatagramTellsHowLongItTook() {
    world.start(spec(1, Protocol.DNS, "10ms", "1s", OptionalLong.of(1)));
    world.runUntil(0);
    world.pauseUntil(4);
    Response.Dns refused = new Response.Dns(5, 0, false, OptionalLong.empty());
    engine.reply(world.token(0), 1, world.arrival(ADDRESS), _ -> refused);
    assertThat(world.outcomes()).containsExactly("1 unexpected");
    assertThat(world.samples().getFirst().answer()).contains(refused.after(4_000_000));
  }

  @Test
  void anAnswerThatIsNoneLeavesTheProbeToItsTimeout() {
    world.start(spec(1, Protocol.TCP, "10ms", "1s", OptionalLong.of(1)));
    world.runUntil(5);
    engine.corruptAnswer(world.token(0), world.now());
    world.runUntil(1200);
    assertThat(world.outcomes()).containsExactly("1 lost");
    assertThat(world.counters(1).corrupt()).isEqualTo(1);
  }

  @Test
  void concludeIsForConnectionsOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.conclude(0, Outcome.REPLY, 0, null, 0))
        .withMessage("not for conclude: REPLY");
  }

  @Test
  void untaggedReplyGoesToTheOldestProbeInFlightWithThatSequence() {
    world.start(spec(1, "1s", "100ms"));
    world.runUntil(5);
    world.start(spec(2, "1s", "1s"));
    world.runUntil(10);
    world.start(spec(3, "1s", "1s"));
    world.runUntil(150);
    for (int i = 0; i < 5; i++) {
      world.untaggedReply(1, ADDRESS);
    }
    assertThat(world.samples().stream().map(s -> s.ping().value() + " " + s.outcome().json()))
        .containsExactly("1 lost", "2 reply", "3 reply", "1 late");
    assertThat(world.samples().get(1).untagged()).isTrue();
    assertThat(world.counters(1).duplicates()).isEqualTo(2);
  }

  @Test
  void untaggedReplyOfAnUnknownSequenceOrFromElsewhereIsUnmatched() {
    world.start(spec(1, "1s", "1s"));
    world.runUntil(1);
    for (long sequence : new long[] {0, -1, 2, Long.MAX_VALUE, Long.MIN_VALUE}) {
      world.untaggedReply(sequence, ADDRESS);
    }
    world.untaggedReply(1, ROUTER);
    assertThat(engine.counters().unmatchedReplies()).isEqualTo(6);
    assertThat(world.counters(1).inFlight()).isEqualTo(1);
  }

  @Test
  void untaggedReplyNeverGoesToATcpPingOfTheSameAddressAndPort() {
    world.start(spec(1, Protocol.TCP, "1s", "1s", OptionalLong.empty()));
    world.runUntil(1);
    world.untaggedReply(1, ADDRESS);
    assertThat(world.counters(1).inFlight()).isEqualTo(1);
  }
}
