package io.pingdeck.echo.server;

import static io.pingdeck.echo.server.EchoBench.CLIENT;
import static io.pingdeck.echo.server.EchoBench.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Proves;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopBreakerTest {
  private static final long SECOND = 1_000_000_000L;

  /// U6.
  @ParameterizedTest
  @EnumSource(EchoMode.class)
  @Proves("U6")
  void aPeerThatBouncesAtLineSpeedGetsFiftyAnswersThenSixtySecondsOfSilence(EchoMode mode) {
    EchoBench bench = new EchoBench(mode);
    int answers = bounce(bench, "who is there", 1_000_000, 3_000);

    assertThat(answers).isEqualTo(50);
    assertThat(bench.echo.loopsBroken()).isEqualTo(1);
    bench.now += 56 * SECOND;
    assertThat(bench.receive("anything", CLIENT)).contains(DropReason.LOOP_BROKEN);
    bench.now += 2 * SECOND;
    assertThat(bench.receive("anything", CLIENT)).isEmpty();
  }

  @Test
  void otherPortsAndAddressesOfThePeerAreStillAnswered() {
    EchoBench bench = new EchoBench(EchoMode.LAB);
    bounce(bench, "x", 100, 1_000);

    assertThat(bench.receive("X", CLIENT)).contains(DropReason.LOOP_BROKEN);
    assertThat(bench.receive("X", CLIENT.withPort(40001))).isEmpty();
    assertThat(bench.receive("X", endpoint("198.51.100.8", 40000))).isEmpty();
  }

  @Test
  void aScriptThatSendsTheSameTextFortyTimesASecondIsSpared() {
    EchoBench bench = new EchoBench(EchoMode.LAB);
    for (int i = 0; i < 4_000; i++) {
      bench.now += SECOND / 40;
      assertThat(bench.receive("PING", CLIENT)).isEmpty();
    }
  }

  @Test
  void changingTextIsNoLoopHoweverFast() {
    EchoBench bench = new EchoBench(EchoMode.RFC862);
    for (int i = 0; i < 100_000; i++) {
      assertThat(bench.receive("probe " + i, CLIENT)).isEmpty();
    }
  }

  @Test
  void theSilentPeerDoesNotUseUpTheAnswersOfTheOthers() {
    EchoLimits limits = EchoBench.limits(65_507, 100_000, 100_000, 100, 100);
    EchoBench bench = new EchoBench(EchoMode.LAB, limits, EchoBench.HERE);
    bounce(bench, "x", 100, 0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(bench.receive("X", CLIENT)).contains(DropReason.LOOP_BROKEN);
    }

    assertThat(bench.receive("x", CLIENT.withPort(40001))).isEmpty();
  }

  /// U9, for the memory of the loop breaker.
  @Test
  @Proves("U9")
  void aMillionForgedPeersDoNotFreeTheOneThatLoops() {
    EchoBench bench = new EchoBench(EchoMode.LAB);
    bounce(bench, "x", 100, 0);
    for (int i = 0; i < 1_000_000; i++) {
      bench.receive("x", Endpoint.ipv4(0x0a000000 + i, 40000));
    }

    assertThat(bench.loops.peers()).isEqualTo(65_536);
    assertThat(bench.receive("X", CLIENT)).contains(DropReason.LOOP_BROKEN);
  }

  /// @return number of replies of the server
  private static int bounce(EchoBench bench, String first, int times, long nanosBetween) {
    String text = first;
    int answers = 0;
    for (int i = 0; i < times; i++) {
      Optional<DropReason> reason = bench.receive(text, CLIENT);
      answers += reason.isEmpty() ? 1 : 0;
      text = bench.answerText();
      bench.now += nanosBetween;
    }
    return answers;
  }
}
