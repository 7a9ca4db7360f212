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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// `ping -c 1` of a name with addresses of both families, whose service listens on only one.
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
            .contains(change)
            .contains("[::1]:" + port + ": seq=1")
            .contains("1 probe sent, 1 reply, 0 lost, 0 % loss")
            .doesNotContain("refused", "seq=2");
      } else {
        assertThat(out.toString()).doesNotContain(change).contains("1 probe sent, 1 reply");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost", "127.0.0.1"})
  void serviceOnNeitherIsRefusedByBoth(String host) throws Exception {
    int port = closedPort();
    int code = ping("tcp://" + host + ":" + port, "-c", "1");

    String last = host.equals("localhost") ? "[::1]" : "127.0.0.1";
    assertThat(code).isOne();
    assertThat(out.toString().lines().filter(line -> line.contains("seq=")))
        .containsExactly("connection refused by " + last + ":" + port + ": seq=1");
    assertThat(out.toString().lines().filter(line -> line.startsWith("address changed")))
        .hasSize(host.equals("localhost") ? 1 : 0);
    assertThat(out.toString())
        .contains("--- tcp://" + host + ":" + port + " (" + last.replaceAll("[\\[\\]]", "") + ")")
        .contains("1 probe sent, 0 replies, 0 lost, 1 refused, 0 % loss");
  }

  /// The count limits the probes, regardless of when the ping falls back.
  @ParameterizedTest
  @CsvSource({"2, 300ms", "3, 0", "3, 1ms", "20, 2ms"})
  void neverSendsMoreThanTheCount(int count, String interval) throws Exception {
    String target = "tcp://localhost:" + closedPort();
    ping(target, "-c", Integer.toString(count), "-i", interval);

    assertThat(out.toString())
        .contains(count + " probes sent, 0 replies, 0 lost, " + count + " refused")
        .contains(": seq=" + count)
        .doesNotContain(": seq=" + (count + 1));
    assertThat(out.toString().lines().filter(line -> line.contains("seq="))).hasSize(count);
  }

  @Test
  void theLabsOwnOutputAndJsonHaveOneLineForTheProbeToo() throws Exception {
    String target = "tcp://localhost:" + closedPort();
    ping(target, "-c", "1", "--format", "lab");
    ping(target, "-c", "1", "--json");

    assertThat(out.toString().lines().filter(line -> line.equals("Request failed: refused")))
        .hasSize(1);
    assertThat(out.toString()).contains("1 sent, 0 received, 0% lost, 1 refused");
    assertThat(out.toString().lines().filter(line -> line.contains("\"seq\":"))).hasSize(1);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("::"))) {
      return closed.getLocalPort();
    }
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
