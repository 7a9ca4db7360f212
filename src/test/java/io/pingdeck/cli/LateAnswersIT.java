package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.testing.TcpScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that answer with something other than a reply after the first probe was reported as
/// lost.
@Timeout(60)
class LateAnswersIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CountDownLatch firstIsLost = new CountDownLatch(1);

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource(
      textBlock =
          """
          http://127.0.0.1:PORT/,                      'HTTP/1.1 500 No\\r\\n\\r\\n', unexpected
          http://127.0.0.1:PORT/,                      'nonsense\\r\\n\\r\\n',         malformed
          http://127.0.0.1:PORT/,                      '',                        reset
          http://127.0.0.1:PORT/,                      RST,                       reset
          https://127.0.0.1:PORT/,                     'HTTP/1.1 400 No\\r\\n\\r\\n', tlsFailed
          smtp://127.0.0.1:PORT,                       '421 busy\\r\\n',            unexpected
          ftp://127.0.0.1:PORT,                        RST,                       reset
          smtp://127.0.0.1:PORT --mode starttls,       '554 no\\r\\n',              unexpected
          tcp://127.0.0.1:PORT --mode echo,            'LOST\\n',                   serverLost
          tcp://127.0.0.1:PORT --mode echo,            RST,                       reset
          tcp://127.0.0.1:PORT --mode echo,            'something else\\n',         malformed
          tcp://127.0.0.1:PORT --mode stream,          RST,                       reset
          dns://127.0.0.1:PORT/a.test?transport=tcp,   '',                        reset
          """)
  void whatIsNoReplyIsToldAfterTheTimeout(String target, String answer, String outcome)
      throws Exception {
    String bytes = answer.replace("\\r", "\r").replace("\\n", "\n");
    try (TcpScript server = new TcpScript(connection -> answerLate(connection, bytes))) {
      ping(target, server.port(), outcome);
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({"3, unexpected", "5, unexpected"})
  void aDnsServerThatRefusesIsToldAfterTheTimeout(int rcode, String outcome) throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofPlatform().daemon().start(() -> refuse(server, rcode));
      ping("dns://127.0.0.1:PORT/a.test", server.getLocalPort(), outcome);
    }
  }

  private void answerLate(Socket connection, String answer) throws IOException {
    await();
    if (answer.equals("RST")) {
      connection.setSoLinger(true, 0);
    } else {
      connection.getOutputStream().write(answer.getBytes(UTF_8));
      connection.shutdownOutput();
      connection.getInputStream().readAllBytes(); // avoids a RST for unread data
    }
  }

  private void refuse(DatagramSocket server, int rcode) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        server.receive(packet);
        packet.getData()[2] = (byte) 0x81;
        packet.getData()[3] = (byte) (0x80 | rcode);
        Thread.ofVirtual()
            .start(() -> {
              await();
              try {
                server.send(packet);
              } catch (IOException closed) {
                // The test is over.
              }
            });
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void await() {
    try {
      firstIsLost.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first probe is lost until the server answers, then has this outcome; the others have it
  /// immediately.
  private void ping(String target, int port, String outcome) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString());
    command.addAll(List.of("ping", "--json", "-c", "3", "-i", "1s", "-W", "400ms"));
    command.addAll(List.of(target.replace("PORT", Integer.toString(port)).split(" ")));
    Process process = new ProcessBuilder(command).start();
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(JSON.readTree(line));
        firstIsLost.countDown();
      }
    }

    JsonNode summary = lines.removeLast().get("summary");
    List<JsonNode> first = lines.stream().filter(line -> line.get("seq").asInt() == 1).toList();
    assertThat(first)
        .extracting(line -> line.get("outcome").asText())
        .containsExactly("lost", outcome);
    assertThat(first.getFirst().has("afterTimeout")).isFalse();
    assertThat(first.getLast().get("afterTimeout").asBoolean()).isTrue();
    assertThat(first.getLast().get("afterNanos").asLong()).isBetween(400_000_000L, 5_000_000_000L);
    assertThat(summary.get(outcome).asLong()).isEqualTo(3);
    assertThat(summary.get("sent").asLong()).isEqualTo(3);
    assertThat(summary.get("lost").asLong()).isZero();
    assertThat(summary.get("conflicts").asLong()).isZero();
  }
}
