package io.pingdeck.ping.engine;

import static io.pingdeck.ping.engine.TestEngine.ADDRESS;
import static io.pingdeck.ping.engine.TestEngine.MILLI;
import static io.pingdeck.ping.engine.TestEngine.ROUTER;
import static io.pingdeck.ping.engine.TestEngine.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Proves;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The outcomes of ICMP probes, whose sequence has 16 bits and which may have no room for a token.
class ProbeEngineIcmpTest {
  private static final Endpoint HOST = ADDRESS.withPort(0);

  private final TestEngine world = new TestEngine();
  private final ProbeEngine engine = world.engine;

  @Test
  @Proves("I22")
  void icmpSequenceWrapsAfterSixteenBits() {
    world.start(icmp("1ms", "5ms", 64), HOST);
    world.runUntil(65_540);
    int last = world.sent.size() - 1;
    assertThat(world.sent.get(last).sequence()).isEqualTo(65_541);
    world.reply(world.token(last), 5, HOST);
    assertThat(world.counters(1).count(Outcome.REPLY)).isEqualTo(1);
    assertThat(world.counters(1).duplicates() + world.counters(1).corrupt()).isZero();
  }

  @Test
  void icmpProbeTooSmallForATokenIsMatchedByItsSixteenBitsAndItsSource() {
    world.start(icmp("1ms", "5ms", 7), HOST);
    world.runUntil(65_540);
    world.untaggedReply(4, HOST);
    world.untaggedReply(5, HOST.withPort(1));
    assertThat(world.samples().getLast().sequence()).isEqualTo(65_540);
    assertThat(world.samples().getLast().untagged()).isTrue();
    assertThat(engine.counters().unmatchedReplies()).isEqualTo(1);
  }

  @Test
  void icmpReplyCutBeforeItsTokenIsCorrupt() {
    world.start(icmp("1s", "1s", 8), HOST);
    world.runUntil(1);
    world.untaggedReply(1, HOST);
    assertThat(world.counters(1).corrupt()).isEqualTo(1);
    assertThat(world.counters(1).inFlight()).isEqualTo(1);
  }

  @Test
  void icmpErrorOfASequenceMeetsTheProbeThatHasItInFlight() {
    IcmpError error = new IcmpError(11, 0, ROUTER, 0);
    world.start(icmp("10ms", "1s", 0), HOST);
    world.runUntil(35);
    engine.icmpErrorOfSequence(2, error, world.arrival(HOST.withPort(0)));
    engine.icmpErrorOfSequence(2, error, world.arrival(HOST.withPort(0)));
    engine.icmpErrorOfSequence(9, error, world.arrival(HOST.withPort(0)));
    assertThat(world.outcomes()).containsExactly("2 icmpError");
    assertThat(world.samples().getFirst().icmpError().orElseThrow().afterNanos())
        .hasValue(25 * MILLI);
    assertThat(world.counters(1).conflicts()).isEqualTo(1);
    assertThat(engine.counters().unmatchedErrors()).isEqualTo(1);
  }

  private static PingSpec icmp(String interval, String timeout, int bytes) {
    PingSpec usual = spec(1, Protocol.ICMP, interval, timeout, OptionalLong.empty());
    return PingSpec.of(usual.id(), usual.target())
        .name(usual.name())
        .family(usual.family())
        .interval(usual.interval())
        .timeout(usual.timeout())
        .count(usual.count())
        .payloadBytes(bytes)
        .hopLimit(usual.hopLimit())
        .build();
  }
}
