package io.pingdeck.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.Errno;
import io.pingdeck.net.linux.LinuxSockets;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ICMP errors of routers and hosts about TCP handshakes, in a private network.
@Timeout(60)
class StreamNamespaceIT {
  private static final long LONG_WAIT = Duration.ofSeconds(10).toNanos();
  private static Lab lab;
  private Poller poller;
  private final ErrorLog log = new ErrorLog();
  private StreamPort port;
  private int result;

  @BeforeAll
  static void build() throws IOException {
    lab = new Lab();
  }

  @AfterAll
  static void remove() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  @BeforeEach
  void enter() throws IOException {
    Lab.enter(lab.client());
    poller = LinuxSockets.open().poller();
    // New links need a moment to resolve their neighbours.
    for (String host : List.of("10.99.2.1", "fd99:2::1")) {
      do {
        handshake(host, 0);
      } while (result != -Errno.ECONNREFUSED);
    }
  }

  @AfterEach
  void leave() throws IOException {
    poller.close();
    Lab.leave();
  }

  @ParameterizedTest
  @CsvSource({
    "10.99.2.3, 3, 1",
    "10.99.2.4, 3, 0",
    "10.99.2.5, 3, 13",
    "10.99.2.6, 3, 3",
  })
  void aFirewallsRejectionNamesTypeCodeAndSender(String host, int type, int code) throws Exception {
    handshake(host, 0);

    assertThat(log.errors).hasSize(1);
    assertThat(log.errors.getFirst().type()).isEqualTo(type);
    assertThat(log.errors.getFirst().code()).isEqualTo(code);
    assertThat(log.errors.getFirst().from()).isEqualTo(endpoint(host, 0));
  }

  @ParameterizedTest
  @CsvSource({"10.99.2.1, 11, 10.99.1.2", "fd99:2::1, 3, fd99:1::2"})
  void aHopLimitThatRunsOutNamesTheRouter(String host, int type, String router) throws Exception {
    handshake(host, 1);

    assertThat(log.errors.getFirst().type()).isEqualTo(type);
    assertThat(log.errors.getFirst().code()).isZero();
    assertThat(log.errors.getFirst().from()).isEqualTo(endpoint(router, 0));
  }

  @ParameterizedTest
  @CsvSource({"10.99.2.1", "fd99:2::1"})
  void aClosedPortRefusesWithoutAnIcmpError(String host) throws Exception {
    handshake(host, 0);

    assertThat(log.errors).isEmpty();
    assertThat(result).isEqualTo(-Errno.ECONNREFUSED);
  }

  @Test
  void noRouteFailsAtOnce() throws Exception {
    Lab.run(
        "ip", "netns", "exec", lab.client(), "ip", "route", "add", "unreachable", "10.98.0.0/16");

    handshake("10.98.0.1", 0);

    assertThat(result).isEqualTo(-Errno.EHOSTUNREACH);
  }

  /// Stores the result and the errors of a handshake in the fields.
  private void handshake(String host, int hopLimit) throws IOException {
    log.errors.clear();
    boolean[] over = {false};
    port = poller.streams().connect(endpoint(host, 999), hopLimit, 0, () -> over[0] = isOver());
    over[0] = isOver();
    while (!over[0]) {
      poller.await(LONG_WAIT);
      poller.streams().deliver();
    }
    port.close();
  }

  private boolean isOver() {
    if (port.receiveErrors(log) > 0) {
      return true;
    }
    result = port.finishConnect();
    return result != -Errno.EINPROGRESS;
  }

  private static Endpoint endpoint(String address, int port) {
    return Endpoint.of(InetAddress.ofLiteral(address), port);
  }
}
