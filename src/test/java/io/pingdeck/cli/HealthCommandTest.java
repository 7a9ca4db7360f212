package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
@Timeout(30)
class HealthCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int health(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "health";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true)).execute(all);
  }

  /// Answers one request.
  private int askOneThatSays(String status, String body) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = Thread.ofVirtual().start(() -> answer(server, status, body));
      int code = health("--url", "http://127.0.0.1:" + server.getLocalPort());
      answering.join();
      return code;
    }
  }

  private static void answer(ServerSocket server, String status, String body) {
    try (Socket client = server.accept()) {
      byte[] request = new byte[4096];
      int length = client.getInputStream().read(request);
      assertThat(new String(request, 0, length, US_ASCII)).startsWith("GET /health/ready HTTP/1.1");
      String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
      client.getOutputStream().write((head + body).getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readyIsZero() throws Exception {
    assertThat(askOneThatSays("200 OK", "{\"status\":\"ready\"}")).isZero();
    assertThat(out.toString()).isEqualTo("{\"status\":\"ready\"}\n");
  }

  @Test
  void notReadyIsOneAndSaysWhy() throws Exception {
    assertThat(askOneThatSays("503 Service Unavailable", "{\"reason\":\"history\"}")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("{\"reason\":\"history\"}\n");
  }

  @Test
  void anotherServiceIsNotPingdeck() throws Exception {
    assertThat(askOneThatSays("404 Not Found", "")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("HTTP status 404\n");
  }

  @Test
  void anotherServiceThatSaysOkIsNotPingdeckEither() throws Exception {
    assertThat(askOneThatSays("200 OK", "hello")).isEqualTo(1);
    assertThat(err.toString()).contains("what answers there is not Pingdeck");
  }

  @Test
  void printsNoControlCharactersOfAnAnswer() throws Exception {
    assertThat(askOneThatSays("503 Service Unavailable", "a\u001b[2Jb")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("a?[2Jb\n");
  }

  @Test
  void whoAnswersByteByByteIsGivenUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread dripping = Thread.ofVirtual().start(() -> drip(server));
      assertThat(health("--url", "http://127.0.0.1:" + server.getLocalPort())).isEqualTo(1);
      dripping.interrupt();
    }
    assertThat(err.toString()).contains("timed out");
  }

  /// A header of a byte every 100 ms, until interrupted.
  private static void drip(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
      while (!Thread.interrupted()) {
        client.getOutputStream().write('H');
        LockSupport.parkNanos(100_000_000);
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  @Test
  void anUnreachableServerIsOneSentence() throws IOException {
    int port = ServerProcess.freePort();

    assertThat(health("--set", "web.port=" + port)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "pingdeck: cannot reach Pingdeck at http://127.0.0.1:"
                + port
                + ": Connection refused\n");
  }

  @Test
  void whoNeverAnswersIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(health("--url", "http://127.0.0.1:" + silent.getLocalPort())).isEqualTo(1);
    }
    assertThat(err.toString()).contains("timed out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://a b"})
  void aUrlThatIsNoneIsMisuse(String url) {
    assertThat(health("--url", url)).isEqualTo(2);
    assertThat(err.toString()).startsWith("pingdeck: --url: must be like http://127.0.0.1:8080");
  }

  @Test
  void anyFreePortCannotBeGuessed() {
    assertThat(health("--web-port", "0")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("pingdeck: web.port: is 0, any free port: name it with --url\n");
  }
}
