package io.pingdeck.ping.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that send without end, faster than the probes read, together with other servers.
@Slow
@Timeout(60)
@ParameterizedClass
@MethodSource("implementations")
class TcpFloodTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int GOOD = 100;
  private static final int PROBES = 20;

  private final Sockets sockets;

  TcpFloodTest(Sockets sockets) {
    this.sockets = sockets;
  }

  static Stream<Sockets> implementations() {
    return Stream.of(PlatformSockets.best(), PlatformSockets.portable());
  }

  /// Bytes without a line end, and lines that are not an echo.
  @ParameterizedTest
  @ValueSource(bytes = {'x', '\n'})
  void floodOnAStreamKeepsNoOtherPingFromItsAnswers(byte flood) throws Exception {
    byte[] bytes = new byte[1 << 18];
    Arrays.fill(bytes, flood);
    TcpScript.Act floods =
        connection -> {
          while (true) {
            connection.getOutputStream().write(bytes);
          }
        };
    try (TcpScript flooding = new TcpScript(floods);
        TcpScript echo = new TcpScript(TcpScript.lines(line -> line));
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      List<PingSpec> pings = new ArrayList<>();
      pings.add(TcpSenderTest.spec(GOOD + 1, flooding.port(), TcpMode.STREAM, 1, 64, TIMEOUT));
      for (int i = 1; i <= GOOD; i++) {
        TcpMode mode = i % 2 == 0 ? TcpMode.STREAM : TcpMode.ECHO;
        pings.add(TcpSenderTest.spec(i, echo.port(), mode, PROBES, 64, TIMEOUT));
      }
      recorder.startAll(pings);
      recorder.awaitEnds(GOOD + 1);

      assertThat(recorder.samples)
          .filteredOn(sample -> sample.ping().value() <= GOOD)
          .hasSize(GOOD * PROBES)
          .extracting(Sample::outcome)
          .containsOnly(Outcome.REPLY);
      assertThat(recorder.samples)
          .filteredOn(sample -> sample.ping().value() > GOOD)
          .extracting(Sample::outcome)
          .containsExactly(Outcome.MALFORMED);
    }
  }
}
