package io.pingdeck.echo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.Peer;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.impairment.LossModel;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The echo server with the lab's programs as students write them in Python.
@Timeout(60)
class LabInteropIT {
  @Test
  void theStudentsClientGetsTenAnswersInUpperCase() throws Exception {
    try (UdpEchoLoop loop = open(Impairment.NONE)) {
      List<String> lines = runClient(loop.listening());

      assertThat(lines).hasSize(12);
      for (int sequence = 1; sequence <= 10; sequence++) {
        assertThat(lines.get(sequence - 1))
            .matches("PING " + sequence + " \\d+\\.\\d+ RTT 0\\.\\d+ s");
      }
      assertThat(lines.get(10)).isEqualTo("10 sent, 10 received, 0% lost");
      Await.until("all are counted", () -> loop.counts().replied() == 10);
    }
  }

  /// With a seed, so that the client gets exactly the losses of that seed's sequence.
  @Test
  void theStudentsClientLosesWhatTheServerLoses() throws Exception {
    Impairment lab = EchoBench.loss(Impairment.LAB_LOSS, 42);
    LossModel expected = new LossModel(lab);
    try (UdpEchoLoop loop = open(lab)) {
      List<String> lines = runClient(loop.listening());

      int lost = 0;
      for (int sequence = 1; sequence <= 10; sequence++) {
        boolean loses = expected.losesNext();
        lost += loses ? 1 : 0;
        assertThat(lines.get(sequence - 1))
            .startsWith(loses ? "Request timed out" : "PING " + sequence + " ");
      }
      assertThat(lost).isBetween(1, 9);
      assertThat(lines.get(10)).contains(10 - lost + " received, " + 10 * lost + "% lost");
      assertThat(loop.counts().drops()).containsEntry("emulatedLoss", (long) lost);
    }
  }

  @Test
  void theStudentsTcpClientIsAnsweredOrToldOfTheLoss() throws Exception {
    Impairment lab = EchoBench.loss(Impairment.LAB_LOSS, 42);
    LossModel expected = new LossModel(lab);
    EchoSpec spec = new EchoSpec(Protocol.TCP, "127.0.0.1", 0, EchoMode.LAB, lab);
    try (TcpEchoLoop loop =
        TcpEchoLoop.open(spec, EchoLimits.DEFAULT, PlatformSockets.best(), NanoClock.SYSTEM)) {
      List<String> lines = runClient("TCPEchoClient.py", loop.listening());

      assertThat(lines).hasSize(11);
      for (int sequence = 1; sequence <= 10; sequence++) {
        assertThat(lines.get(sequence - 1))
            .startsWith(expected.losesNext() ? "LOST RTT " : "PING " + sequence + " RTT ");
      }
    }
  }

  /// Checks that the student's server, which the pinger's tests use, behaves as they expect.
  @Test
  void theStudentsServerAnswersTheSameForTheSameSeed() throws Exception {
    List<Integer> first = answeredByStudentsServer();

    assertThat(first).isNotEmpty().hasSizeLessThan(20);
    assertThat(answeredByStudentsServer()).isEqualTo(first);
  }

  /// Which of 20 datagrams it answered. More datagrams follow until one of them is answered,
  /// because the server processes them in order.
  private static List<Integer> answeredByStudentsServer() throws Exception {
    Process server = python("UDPPingerServer.py", "0", "--seed", "7");
    try (BufferedReader out = server.inputReader()) {
      String line = out.readLine();
      assertThat(line).matches("listening on \\d+");
      int port = Integer.parseInt(line.substring("listening on ".length()));
      List<Integer> answered = new ArrayList<>();
      try (Peer peer = new Peer(EchoBench.endpoint("127.0.0.1", port))) {
        for (int i = 0; i < 20; i++) {
          peer.send(("ping " + i).getBytes(US_ASCII));
        }
        while (true) {
          peer.send("end".getBytes(US_ASCII));
          Optional<byte[]> answer = peer.receive(200);
          while (answer.isPresent()) {
            String text = new String(answer.get(), US_ASCII);
            if (text.equals("END")) {
              return answered;
            }
            assertThat(text).startsWith("PING ");
            answered.add(Integer.valueOf(text.substring(5)));
            answer = peer.receive(200);
          }
        }
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static List<String> runClient(Endpoint server) throws Exception {
    return runClient("UDPPingerClient.py", server);
  }

  private static List<String> runClient(String script, Endpoint server) throws Exception {
    Process client = python(script, server.host(), "" + server.port());
    try (BufferedReader out = client.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isZero();
      return lines;
    } finally {
      client.destroyForcibly();
    }
  }

  private static Process python(String script, String... arguments) throws Exception {
    Tool.need(Tool.PYTHON);
    List<String> command = new ArrayList<>(List.of("python3", script(script).toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Path script(String name) throws URISyntaxException {
    return Path.of(LabInteropIT.class.getResource("/lab/" + name).toURI());
  }

  private static UdpEchoLoop open(Impairment impairment) throws IOException {
    EchoSpec spec = new EchoSpec(Protocol.UDP, "127.0.0.1", 0, EchoMode.LAB, impairment);
    return UdpEchoLoop.open(
        spec, EchoLimits.DEFAULT, new EchoPorts(), PlatformSockets.best(), NanoClock.SYSTEM);
  }
}
