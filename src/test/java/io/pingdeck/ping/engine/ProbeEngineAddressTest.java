package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A ping whose address changes while it runs.
class ProbeEngineAddressTest {
  private static final Endpoint FIRST = TestEngine.ADDRESS;
  private static final Endpoint SECOND = Endpoint.ipv4(0x7f000002, 12000);
  private static final Endpoint SIXTH = new Endpoint(0x2001_0db8L << 32, 1, 12000, 0);

  private final TestEngine test = new TestEngine();

  @Test
  void probesInFlightKeepTheirAddressAndTheNextOnesGoToTheNewOne() {
    test.start(TestEngine.spec(1, "100ms", "1s", 2));
    test.runUntil(0);

    test.engine.readdress(1, SECOND);
    test.runUntil(100);
    test.reply(test.token(0), 1, SECOND);
    test.reply(test.token(0), 1, FIRST);
    test.reply(test.token(1), 2, FIRST);
    test.reply(test.token(1), 2, SECOND);

    assertThat(test.outcomes()).containsExactly("1 reply", "2 reply");
    assertThat(test.counters(1).wrongSource()).isEqualTo(2);
    assertThat(test.ends).containsExactly("1 finished");
  }

  @Test
  void aLateReplyFromTheOldAddressStillTurnsItsProbe() {
    test.start(TestEngine.spec(1, "100ms", "150ms"));
    test.runUntil(0);
    test.engine.readdress(1, SECOND);
    test.runUntil(500);

    test.reply(test.token(0), 1, FIRST);

    assertThat(test.outcomes()).contains("1 lost").endsWith("1 late");
  }

  @Test
  void answersWithoutATokenAreMatchedByTheAddressTheirProbeWentTo() {
    test.start(TestEngine.spec(1, "100ms", "1s", 2));
    test.runUntil(0);
    test.engine.readdress(1, SIXTH);
    test.runUntil(100);

    test.untaggedReply(2, FIRST);
    test.untaggedReply(1, SIXTH);
    assertThat(test.outcomes()).isEmpty();
    test.untaggedReply(1, FIRST);
    test.engine.icmpErrorWithoutQuote(
        new IcmpError(3, 3, TestEngine.ROUTER, 0), test.arrival(SIXTH));

    assertThat(test.outcomes()).containsExactly("1 reply", "2 icmpError");
  }

  @Test
  void anAddressThatNoProbeWentToIsForgottenAtOnce() {
    test.start(TestEngine.spec(1, "1s", "1s"));

    test.engine.readdress(1, SECOND);
    test.engine.readdress(1, FIRST);
    test.engine.readdress(1, FIRST);
    test.engine.readdress(99, SECOND);
    test.runUntil(0);
    test.engine.corruptReply(test.arrival(SECOND));
    test.engine.corruptReply(test.arrival(FIRST));

    assertThat(test.counters(1).corrupt()).isEqualTo(1);
    assertThat(test.engine.counters().corruptReplies()).isEqualTo(1);
  }

  @Test
  void damagedAnswersBelongToThePingThatCameBackToItsAddress() {
    test.start(TestEngine.spec(1, "100ms", "1s", 9));
    test.runUntil(0);
    test.engine.readdress(1, SECOND);
    test.runUntil(100);
    test.engine.readdress(1, FIRST);
    test.runUntil(200);

    test.engine.corruptReply(test.arrival(FIRST));

    assertThat(test.counters(1).corrupt()).isEqualTo(1);
    assertThat(test.engine.counters().corruptReplies()).isZero();
  }

  @Test
  void theOldAddressIsForgottenWithItsProbes() {
    test.start(TestEngine.spec(1, "1s", "1s"));
    test.runUntil(0);
    test.engine.readdress(1, SECOND);
    test.runUntil(60_000);

    test.engine.corruptReply(test.arrival(FIRST));

    assertThat(test.counters(1).corrupt()).isZero();
    assertThat(test.engine.counters().corruptReplies()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLedgerHoldsThroughAnyNumberOfChanges(long seed) {
    Random random = new Random(seed);
    List<Endpoint> addresses = List.of(FIRST, SECOND, SIXTH);
    Map<Long, Endpoint> current = new HashMap<>();
    List<Endpoint> wentTo = new ArrayList<>();
    for (long ping = 1; ping <= 3; ping++) {
      current.put(ping, FIRST);
      test.start(TestEngine.spec(ping, ping == 1 ? "7ms" : "31ms", "50ms", 400));
    }
    for (int step = 1; step < 4_000 && test.engine.size() > 0; step++) {
      test.runUntil(5L * step);
      while (wentTo.size() < test.sent.size()) {
        wentTo.add(current.get(test.sent.get(wentTo.size()).ping()));
      }
      long ping = 1 + random.nextInt(3);
      Endpoint other = addresses.get(random.nextInt(3));
      int probe = random.nextInt(Math.max(1, test.sent.size()));
      switch (random.nextInt(4)) {
        case 0 -> {
          test.engine.readdress(ping, other);
          current.put(ping, other);
        }
        case 1 -> test.reply(test.token(probe), test.sent.get(probe).sequence(), wentTo.get(probe));
        case 2 -> test.icmpError(probe);
        default ->
            test.engine.icmpErrorWithoutQuote(
                new IcmpError(3, 1, TestEngine.ROUTER, 0), test.arrival(other));
      }
    }

    for (long ping = 1; ping <= 3; ping++) {
      PingCounters counters = test.counters(ping);
      assertThat(counters.sent()).isEqualTo(400);
      assertThat(counters.inFlight()).isZero();
      assertThat(
              counters.count(Outcome.REPLY)
                  + counters.count(Outcome.LATE)
                  + counters.count(Outcome.LOST)
                  + counters.count(Outcome.ICMP_ERROR))
          .isEqualTo(400);
      assertThat(counters.wrongSource()).isZero();
    }
    assertThat(test.ends).hasSize(3);
  }
}
