package io.pingdeck.net;

import static io.pingdeck.net.SocketsContract.LONG_WAIT;
import static io.pingdeck.net.SocketsContract.closedPort;
import static io.pingdeck.net.SocketsContract.loopback;
import static io.pingdeck.net.SocketsContract.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ICMP errors of sockets without transmit timestamps, whose error queue is read only if it may
/// contain an entry.
@EnabledOnOs(value = OS.LINUX, disabledReason = "native sockets exist for Linux only")
class PendingErrorTest {
  private static final DatagramOptions WITHOUT_STAMPS =
      new DatagramOptions(1 << 20, 1 << 20, false, true, true, false, false);

  private final Sockets sockets = PlatformSockets.best();
  private final ErrorLog log = new ErrorLog();
  private final DatagramBatch in = new DatagramBatch(8, 16);

  /// The position in the burst of the datagram that causes the error determines which call reports
  /// it.
  @ParameterizedTest
  @CsvSource({"127.0.0.1, 0", "127.0.0.1, 1", "127.0.0.1, 2", "::1, 0", "::1, 1", "::1, 2"})
  void isNotMissedBetweenReplies(String host, int failing) throws IOException {
    Endpoint closed = closedPort(sockets, host);
    try (Poller poller = sockets.poller();
        DatagramPort port = sockets.udp(loopback(host), WITHOUT_STAMPS)) {
      poller.register(port);
      DatagramBatch out = new DatagramBatch(3, 16);
      for (int i = 0; i < 3; i++) {
        put(out, i, "x", i == failing ? closed : port.local());
      }
      for (int burst = 1; burst <= 100; burst++) {
        port.send(out, 0, 3);
        receive(poller, port, 2);

        assertThat(log.errors).hasSize(burst);
      }
    }
  }

  @Test
  void isThereWithoutAReceiveAfterItsSend() throws IOException {
    Endpoint closed = closedPort(sockets, "127.0.0.1");
    try (Poller poller = sockets.poller();
        DatagramPort port = sockets.udp(loopback("127.0.0.1"), WITHOUT_STAMPS)) {
      poller.register(port);
      DatagramBatch out = new DatagramBatch(1, 16);
      put(out, 0, "answered", port.local());
      port.send(out, 0, 1);
      receive(poller, port, 1);
      port.send(out, 0, 1);
      poller.await(LONG_WAIT);
      assertThat(port.receive(in)).isEqualTo(1);
      put(out, 0, "refused", closed);
      port.send(out, 0, 1);

      assertThat(port.receiveErrors(log)).isEqualTo(1);
    }
  }

  /// Receives this many datagrams, and reads the error queue after each receive.
  private void receive(Poller poller, DatagramPort port, int count) {
    for (int received = 0; received < count; ) {
      poller.await(LONG_WAIT);
      received += port.receive(in);
      port.receiveErrors(log);
    }
  }
}
