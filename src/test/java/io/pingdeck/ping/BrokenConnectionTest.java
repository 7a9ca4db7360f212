package io.pingdeck.ping;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.net.BreakableSockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.ping.tcp.TcpSenderTest;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.TcpScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that throw at any point: each probe has one outcome, no connection stays open, and
/// probes of another kind continue.
@Timeout(60)
class BrokenConnectionTest {
  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final int PROBES = 4;

  private final BreakableSockets sockets = new BreakableSockets(PlatformSockets.best());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begunNanos",
        "stampArrivals",
        "receiveErrors",
        "finishConnect",
        "isItsOwnPeer",
        "handshakeNanos",
        "send",
        "receive",
        "arrivedEpochNanos"
      })
  void isClosedAndEndsOneProbe(String method) throws Exception {
    sockets.breakConnections(method);
    TcpScript.Act greetsAndEchoes =
        connection -> {
          connection.getOutputStream().write("220 ready\r\n".getBytes(US_ASCII));
          connection.getInputStream().transferTo(connection.getOutputStream());
        };
    try (TcpScript server = new TcpScript(greetsAndEchoes);
        LoopRecorder recorder =
            new LoopRecorder(
                sockets, Hops.probes(sockets, TrustedCertificates.load(Optional.empty())))) {
      List<PingSpec> pings = new ArrayList<>();
      for (TcpMode mode :
          List.of(TcpMode.CONNECT, TcpMode.ECHO, TcpMode.STREAM, TcpMode.GREETING)) {
        int id = pings.size() + 1;
        pings.add(TcpSenderTest.spec(id, server.port(), mode, PROBES, 64, TIMEOUT));
      }
      for (String url : List.of("http://127.0.0.1:%d/", "https://127.0.0.1:%d/")) {
        pings.add(spec(pings.size() + 1, url.formatted(server.port())));
      }
      recorder.startAll(pings);
      recorder.awaitEnds(pings.size());

      assertThat(recorder.samples).hasSize(PROBES * pings.size());
      assertThat(recorder.samples)
          .filteredOn(sample -> sample.outcome() == Outcome.SEND_FAILED)
          .isNotEmpty()
          .extracting(Sample::errno)
          .containsOnly(Errno.EIO);
      assertThat(recorder.counters.values())
          .allSatisfy(counters -> assertThat(counters.inFlight()).isZero());
    }
    assertThat(sockets.connections()).isPositive();
    assertThat(sockets.openConnections()).isZero();
  }

  private static PingSpec spec(int id, String url) {
    return LoopRecorder.spec(id, url, Duration.ofMillis(20), TIMEOUT, PROBES, 0);
  }
}
