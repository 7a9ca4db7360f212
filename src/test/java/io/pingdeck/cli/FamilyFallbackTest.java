package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// `ping -c 1` of a name with addresses of both families whose service listens on one alone.
@Timeout(30)
class FamilyFallbackTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({"::1, http", "::1, tcp", "127.0.0.1, http", "127.0.0.1, tcp"})
  void singleProbeFindsTheServiceAndTellsWhereItIs(String host, String scheme) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getByName(host))) {
      Thread.ofVirtual().start(() -> serve(server));
      int port = server.getLocalPort();
      int code = ping(scheme + "://localhost:" + port, "-c", "1");

      assertThat(code).isZero();
      String change = "address changed from 127.0.0.1 to ::1: nothing listens there over IPv4";
      if (host.equals("::1")) {
        assertThat(out.toString())
            .contains("connection refused by 127.0.0.1:" + port + ": seq=1")
            .contains(change)
            .contains("[::1]:" + port + ": seq=2")
            .contains("2 probes sent, 1 reply");
      } else {
        assertThat(out.toString()).doesNotContain(change).contains("1 probe sent, 1 reply");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost", "127.0.0.1"})
  void serviceOnNeitherIsRefusedByBoth(String host) throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("::"))) {
      port = closed.getLocalPort();
    }
    int code = ping("tcp://" + host + ":" + port, "-c", "1");

    assertThat(code).isOne();
    assertThat(out.toString())
        .contains((host.equals("localhost") ? "2 probes" : "1 probe") + " sent, 0 replies");
  }

  private int ping(String... args) {
    CommandLine commands =
        new CommandLine(
            new PingCommand(
                (caFile, departure) -> new LoopRunner(PlatformSockets.best(), caFile, departure)));
    return CommandLines.common(commands, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }

  private static void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket connection = server.accept()) {
        if (connection.getInputStream().read(new byte[1024]) > 0) {
          connection.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
        }
      } catch (IOException e) {
        // closed
      }
    }
  }
}
