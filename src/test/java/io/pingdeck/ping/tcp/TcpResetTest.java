package io.pingdeck.ping.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers that accept and then reset, at any time: the outcome does not depend on the race.
@Slow
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass
@MethodSource("implementations")
class TcpResetTest {
  private static final int MANY = 60;
  private static final int PROBE_BYTES = 64;

  /// No probe waits for it, even on a busy machine.
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Sockets sockets;

  TcpResetTest(Sockets sockets) {
    this.sockets = sockets;
  }

  static Stream<Sockets> implementations() {
    return Stream.of(PlatformSockets.best(), PlatformSockets.portable());
  }

  @ParameterizedTest
  @EnumSource(value = TcpMode.class, mode = EnumSource.Mode.EXCLUDE, names = "STARTTLS")
  void aListenerThatResetsAtOnceWasReached(TcpMode mode) throws Exception {
    Outcome right = mode == TcpMode.CONNECT ? Outcome.REPLY : Outcome.RESET;

    assertThat(outcomes(mode, connection -> connection.setSoLinger(true, 0)))
        .hasSize(MANY)
        .containsOnly(right);
  }

  @ParameterizedTest
  @EnumSource(value = TcpMode.class, mode = EnumSource.Mode.EXCLUDE, names = "STARTTLS")
  void aListenerThatEndsAndResetsWasReached(TcpMode mode) throws Exception {
    Outcome right = mode == TcpMode.CONNECT ? Outcome.REPLY : Outcome.RESET;

    assertThat(
            outcomes(
                mode,
                connection -> {
                  connection.shutdownOutput();
                  connection.setSoLinger(true, 0);
                }))
        .hasSize(MANY)
        .containsOnly(right);
  }

  /// Data that the server sent before its reset can still be read. (The JDK's channels discard it
  /// if the reset arrives before they have noticed the connection.)
  @Test
  void aGreetingBeforeAResetIsAReply() throws Exception {
    List<Outcome> outcomes =
        outcomes(
            TcpMode.GREETING,
            connection -> {
              connection.getOutputStream().write("220 hello\r\n".getBytes(US_ASCII));
              connection.setSoLinger(true, 0);
            });

    if (sockets.capabilities().implementation().equals("native")) {
      assertThat(outcomes).hasSize(MANY).containsOnly(Outcome.REPLY);
    } else {
      assertThat(outcomes).hasSize(MANY).doesNotContain(Outcome.REFUSED, Outcome.LOST);
    }
  }

  private List<Outcome> outcomes(TcpMode mode, TcpScript.Act act) throws Exception {
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      recorder.start(TcpSenderTest.spec(1, server.port(), mode, MANY, PROBE_BYTES, TIMEOUT));
      recorder.awaitEnds(1);
      return recorder.samples.stream().map(Sample::outcome).toList();
    }
  }
}
