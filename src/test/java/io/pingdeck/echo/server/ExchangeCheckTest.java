package io.pingdeck.echo.server;

import static io.pingdeck.echo.server.EchoBench.CLIENT;
import static io.pingdeck.echo.server.EchoBench.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Slow;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that only respond to the server, with any bytes, and peers that send on their own.
@Slow
class ExchangeCheckTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final Endpoint LOOPBACK = endpoint("127.0.0.1", 40_000);
  private static final int FOR_EVER = 3_000_000;

  @ParameterizedTest
  @ValueSource(longs = {20_000, 150_000, 1_000_000, 15_000_000})
  void aPeerThatAnswersWithChangingBytesGetsFewAnswersHoweverFastItIs(long roundTrip) {
    AtomicInteger errors = new AtomicInteger();
    EchoBench bench = new EchoBench(EchoMode.LAB);

    assertThat(loop(bench, CLIENT, 1, roundTrip, answer -> "ERR " + errors.incrementAndGet()))
        .isLessThan(200);
    assertThat(bench.echo.loopTests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "ping 1 1700000000000 pd1:0011223344556677"})
  void aPeerThatTurnsTheCaseBackIsFound(String text) {
    EchoBench bench = new EchoBench(EchoMode.LAB);

    assertThat(loop(bench, CLIENT, text, 150_000, String::toLowerCase)).isLessThan(201);
  }

  /// Replies that the server's own corruption changed.
  @ParameterizedTest
  @EnumSource(
      value = EchoMode.class,
      names = {"LAB", "RFC862"})
  void aPlainPeerIsFoundWhenTheAnswersAreDamagedOnTheirWay(EchoMode mode) {
    AtomicInteger flips = new AtomicInteger();
    UnaryOperator<String> damage =
        answer -> {
          char[] text = answer.toCharArray();
          text[flips.get() % text.length] ^= (char) (1 << flips.getAndIncrement() % 5);
          return new String(text);
        };
    EchoBench bench = new EchoBench(mode);

    assertThat(loop(bench, CLIENT, "some text", 150_000, damage)).isLessThan(200);
  }

  /// A forged probe keeps its token in every round.
  @Test
  void aProbeThatGoesRoundIsNoNewProbe() {
    EchoBench bench = new EchoBench(EchoMode.RFC862);
    AtomicInteger damaged = new AtomicInteger();
    String probe = "ping 1 1700000000000 pd1:0011223344556677 ";

    int answers = loop(bench, CLIENT, probe, 150_000, answer -> probe + damaged.incrementAndGet());

    assertThat(answers).isLessThan(202);
  }

  @ParameterizedTest
  @CsvSource({"2, 150000", "3, 150000", "7, 20000000", "20, 150000", "50, 20000000"})
  void manyDatagramsThatGoRoundAtOnceComeToAnEndTogether(int forged, long roundTrip) {
    AtomicInteger errors = new AtomicInteger();
    EchoBench bench = new EchoBench(EchoMode.LAB);

    assertThat(loop(bench, CLIENT, forged, roundTrip, answer -> "E " + errors.incrementAndGet()))
        .isLessThan(FOR_EVER / 20);
  }

  @Test
  void aPeerThatAnswersFromAnEverNewPortIsFound() {
    EchoBench bench = new EchoBench(EchoMode.LAB);
    int answers = 0;
    for (int i = 0; i < 50_000; i++) {
      bench.now += 150_000;
      Endpoint hop = endpoint("2001:db8::" + Integer.toHexString(i % 60_000), 5_000 + i % 60_000);
      if (bench.receive("ERR " + i, hop).isPresent()) {
        break;
      }
      answers++;
    }

    assertThat(answers).isLessThan(2_000);
  }

  /// The same rule applies on loopback, where clients are fast and nobody can forge.
  @Test
  void aLoopOnLoopbackEndsAndAStopAndWaitClientLosesOneAnswerInAll() {
    EchoBench here = new EchoBench(EchoMode.LAB, EchoBench.UNLIMITED, endpoint("127.0.0.1", 12000));
    AtomicInteger errors = new AtomicInteger();
    assertThat(loop(here, LOOPBACK, 1, 30_000, answer -> "ERR " + errors.incrementAndGet()))
        .isLessThan(2_000);

    assertThat(stopAndWait(here, LOOPBACK.withPort(40_001), 1_000_000, 30_000)).isEqualTo(1);
  }

  @Test
  void aStopAndWaitClientOnAnotherHostLosesFewAnswers() {
    EchoBench bench = new EchoBench(EchoMode.LAB);

    assertThat(stopAndWait(bench, CLIENT, 100, 200_000)).isZero();
    assertThat(stopAndWait(bench, CLIENT.withPort(40_001), 10_000, 200_000)).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 1000000", "198.51.100.7, 10000000", "198.51.100.7, 1000000"})
  void ourOwnPingerLosesNothing(String host, long interval) {
    for (EchoMode mode : EchoMode.values()) {
      EchoBench bench = bench(mode, host);
      Endpoint pinger = endpoint(host, 40_000);
      for (int i = 0; i < 100_000; i++) {
        bench.now += interval;
        String probe = "ping %d 170000000000%d pd1:%016x".formatted(i, i % 10, i * 7919L + 2);
        assertThat(bench.receive(probe, pinger)).isEmpty();
      }
    }
  }

  /// At 100 per second, without end: 1 + 4 + 16 + 64 in the first 20 minutes.
  @Test
  void aClientWithAScheduleOfItsOwnIsSoonLeftInPeace() {
    EchoBench bench = new EchoBench(EchoMode.LAB);
    int lost = 0;
    for (int i = 0; i < 120_000; i++) {
      bench.now += 10 * MILLI;
      lost += bench.receive("sample " + i, CLIENT).isPresent() ? 1 : 0;
    }

    assertThat(lost).isBetween(1, 85);
  }

  @ParameterizedTest
  @ValueSource(longs = {25, 300, 1_000, 10_000})
  void aPersonAndASlowScriptLoseNothing(long millis) {
    EchoBench bench = new EchoBench(EchoMode.LAB);
    for (int i = 0; i < 4_000; i++) {
      bench.now += millis * MILLI;
      assertThat(bench.receive("line " + i, CLIENT)).isEmpty();
    }
  }

  /// @return number of replies that such a client waits for without success, one second each
  private static int stopAndWait(EchoBench bench, Endpoint client, int times, long roundTrip) {
    int lost = 0;
    for (int i = 0; i < times; i++) {
      boolean answered = bench.receive("line " + i, client).isEmpty();
      lost += answered ? 0 : 1;
      bench.now += answered ? roundTrip : SECOND;
    }
    return lost;
  }

  private static int loop(
      EchoBench bench, Endpoint peer, int forged, long roundTrip, UnaryOperator<String> peerSays) {
    return loop(bench, peer, i -> "first " + i, forged, roundTrip, peerSays);
  }

  private static int loop(
      EchoBench bench, Endpoint peer, String first, long roundTrip, UnaryOperator<String> says) {
    return loop(bench, peer, i -> first, 1, roundTrip, says);
  }

  /// @return number of replies that the server sends before it is silent
  private static int loop(
      EchoBench bench,
      Endpoint peer,
      Function<Integer, String> first,
      int forged,
      long roundTrip,
      UnaryOperator<String> peerSays) {
    record Datagram(long arrives, String text) {}

    Queue<Datagram> onTheWay = new ArrayDeque<>();
    for (int i = 0; i < forged; i++) {
      onTheWay.add(new Datagram(bench.now + 1 + i * roundTrip / forged, first.apply(i)));
    }
    int answers = 0;
    while (!onTheWay.isEmpty() && answers < FOR_EVER) {
      Datagram datagram = onTheWay.remove();
      bench.now = datagram.arrives();
      if (bench.receive(datagram.text(), peer).isEmpty()) {
        answers++;
        onTheWay.add(new Datagram(bench.now + roundTrip, peerSays.apply(bench.answerText())));
      }
    }
    return answers;
  }

  private static EchoBench bench(EchoMode mode, String host) {
    return host.startsWith("127.")
        ? new EchoBench(mode, EchoBench.UNLIMITED, endpoint("127.0.0.1", 12000))
        : new EchoBench(mode);
  }
}
