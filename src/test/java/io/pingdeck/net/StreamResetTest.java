package io.pingdeck.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A refusal and a reset after the handshake can be told apart at any time.
@Timeout(30)
@ParameterizedClass
@MethodSource("implementations")
class StreamResetTest {
  private static final long WAIT = Duration.ofMillis(1).toNanos();

  private final Sockets sockets;

  StreamResetTest(Sockets sockets) {
    this.sockets = sockets;
  }

  static Stream<Sockets> implementations() {
    return Stream.of(PlatformSockets.best(), PlatformSockets.portable());
  }

  /// The reset arrives before the state of the handshake is first polled.
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aResetAtOnceIsNoRefusal(String host) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral(host));
        Poller poller = sockets.poller()) {
      StreamPort port = connect(poller, server);
      reset(server.accept());

      int result = result(poller, port);
      port.close();

      assertThat(result).isEqualTo(-Errno.ECONNRESET);
      assertThat(StreamPort.wasMade(result)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aResetAfterTheServersEndIsNoRefusal(String host) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral(host));
        Poller poller = sockets.poller()) {
      StreamPort port = connect(poller, server);
      Socket accepted = server.accept();
      accepted.shutdownOutput();
      reset(accepted);

      int result = result(poller, port);
      port.close();

      assertThat(StreamPort.wasMade(result)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aClosedPortRefuses(String host) throws Exception {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral(host));
    server.close();
    Endpoint closed = Endpoint.of(InetAddress.ofLiteral(host), server.getLocalPort());
    try (Poller poller = sockets.poller()) {
      StreamPort port = poller.streams().connect(closed, 0, 0, () -> {});

      int result = result(poller, port);
      port.close();

      assertThat(result).isEqualTo(-Errno.ECONNREFUSED);
      assertThat(StreamPort.wasMade(result)).isFalse();
    }
  }

  private static StreamPort connect(Poller poller, ServerSocket server) {
    Endpoint to = Endpoint.of(server.getInetAddress(), server.getLocalPort());
    return poller.streams().connect(to, 0, 0, () -> {});
  }

  private static void reset(Socket connection) throws Exception {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  private static int result(Poller poller, StreamPort port) {
    int result = port.finishConnect();
    while (result == -Errno.EINPROGRESS) {
      poller.await(WAIT);
      result = port.finishConnect();
    }
    return result;
  }
}
