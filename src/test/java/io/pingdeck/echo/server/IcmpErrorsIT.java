package io.pingdeck.echo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.Peer;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Injected ICMP errors, as the kernel reports them to programs that do not know Pingdeck.
@Timeout(60)
class IcmpErrorsIT {
  private static final Sockets SOCKETS = PlatformSockets.best();

  @BeforeEach
  void assumeRawSockets() {
    SOCKETS
        .capabilities()
        .noIcmpAnswers()
        .ifPresent(why -> {
          throw Tool.notAllowed("raw sockets", why);
        });
  }

  /// A simple connected socket receives only hard errors (RFC 1122 4.1.3.3), an error queue
  /// receives all.
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, PORT_UNREACHABLE, 20 ECONNREFUSED, 1 ECONNREFUSED 3/3 quote me",
    "127.0.0.1, PROHIBITED, 20 EHOSTUNREACH, 1 EHOSTUNREACH 3/13 quote me",
    "::1, PORT_UNREACHABLE, 20 ECONNREFUSED, 1 ECONNREFUSED 1/4 quote me",
    "::1, PROHIBITED, 20 EACCES, 1 EACCES 1/1 quote me",
  })
  void aPythonSocketIsToldOfTheError(String host, IcmpErrorAs as, String connected, String queued)
      throws Exception {
    try (EchoLoop server = open(Protocol.UDP, host, Wanted.impairment().icmpError(1, as).get())) {
      List<String> said = python("udp", host, server, 20);

      assertThat(said).containsExactly(connected, queued);
      Await.until("all are counted", () -> server.counts().drops().get(as.json()) == 21);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void portUnreachableIsByteForByteWhatTheKernelSays(String host) throws Exception {
    Impairment always = Wanted.impairment().icmpError(1, IcmpErrorAs.PORT_UNREACHABLE).get();
    try (EchoLoop server = open(Protocol.UDP, host, always)) {
      assertThat(python("udp", host, server, 1, "raw")).contains("as the kernel's");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, HOST_UNREACHABLE, EHOSTUNREACH",
    "127.0.0.1, PORT_UNREACHABLE, ECONNREFUSED",
    "127.0.0.1, NET_UNREACHABLE, ENETUNREACH",
    "127.0.0.1, PROHIBITED, EHOSTUNREACH",
    "127.0.0.1, TIME_EXCEEDED, EHOSTUNREACH",
    "::1, HOST_UNREACHABLE, EHOSTUNREACH",
    "::1, PROHIBITED, EACCES",
  })
  void aShareOfPythonsConnectionAttemptsEndsWithTheError(String host, IcmpErrorAs as, String errno)
      throws Exception {
    try (EchoLoop server = open(Protocol.TCP, host, Wanted.impairment().icmpError(0.4, as).get())) {
      List<String> said = python("tcp", host, server, 100);

      Await.until("all are counted", () -> server.counts().received() == 100);
      long refused = server.counts().drops().get(as.json());
      assertThat(refused).isBetween(15L, 70L);
      assertThat(said).containsExactly(refused + " " + errno + ", " + (100 - refused) + " reply");
    }
  }

  @Test
  void theListenerHasAllItsConnectionsAgainOnceTheChanceIsZero() throws Exception {
    Impairment all = Wanted.impairment().icmpError(1, IcmpErrorAs.HOST_UNREACHABLE).get();
    try (EchoLoop server = open(Protocol.TCP, "127.0.0.1", all)) {
      assertThat(python("tcp", "127.0.0.1", server, 10)).containsExactly("10 EHOSTUNREACH");
      Await.until("all are counted", () -> server.counts().received() == 10);

      server.impair(Impairment.NONE);

      Await.until("it answers", () -> isAnswered(server));
      assertThat(python("tcp", "127.0.0.1", server, 20)).containsExactly("20 reply");
    }
  }

  /// A client that exceeds the limit gets nothing.
  @Test
  void errorsAreCapped() throws Exception {
    Impairment always = Wanted.impairment().icmpError(1, IcmpErrorAs.HOST_UNREACHABLE).get();
    EchoSpec spec = new EchoSpec(Protocol.UDP, "127.0.0.1", 0, EchoMode.LAB, always);
    EchoLimits few = Wanted.limits(5);
    try (EchoLoop server = UdpEchoLoop.open(spec, few, new EchoPorts(), SOCKETS, NanoClock.SYSTEM);
        Peer peer = new Peer(server.listening())) {
      for (int i = 0; i < 500; i++) {
        peer.send(new byte[10]);
      }

      Await.until("all are counted", () -> server.counts().received() == 500);
      long errors = server.counts().drops().get("hostUnreachable");
      assertThat(errors).isBetween(5L, 50L);
      assertThat(server.counts().drops()).containsEntry("rateLimited", 500 - errors);
    }
  }

  private static boolean isAnswered(EchoLoop server) {
    try (Socket socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), server.listening().port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static EchoLoop open(Protocol protocol, String host, Impairment impairment)
      throws Exception {
    EchoSpec spec = new EchoSpec(protocol, host, 0, EchoMode.LAB, impairment);
    return protocol == Protocol.TCP
        ? TcpEchoLoop.open(spec, EchoLimits.DEFAULT, SOCKETS, NanoClock.SYSTEM)
        : UdpEchoLoop.open(spec, EchoLimits.DEFAULT, new EchoPorts(), SOCKETS, NanoClock.SYSTEM);
  }

  private static List<String> python(
      String protocol, String host, EchoLoop server, int count, String... more) throws Exception {
    Tool.need(Tool.PYTHON);
    Path script = Path.of(IcmpErrorsIT.class.getResource("/lab/icmp_errors.py").toURI());
    List<String> command = new ArrayList<>(List.of("python3", script.toString(), protocol, host));
    command.addAll(List.of("" + server.listening().port(), "" + count));
    command.addAll(List.of(more));
    Process client =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = client.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isZero();
      return lines;
    } finally {
      client.destroyForcibly();
    }
  }
}
