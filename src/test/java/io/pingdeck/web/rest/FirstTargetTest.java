package io.pingdeck.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.SinceChange;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FirstTargetTest {
  private static final EchoSnapshot TAKEN =
      server(Protocol.UDP, "127.0.0.1", 12000, EchoMode.LAB, "EADDRINUSE");
  private static final EchoSnapshot TCP =
      server(Protocol.TCP, "127.0.0.1", 12001, EchoMode.LAB, "");

  @Test
  void aRunningUdpServerIsPingedAtLoopbackIfItListensEverywhere() {
    EchoSnapshot everywhere = server(Protocol.UDP, "0.0.0.0", 7000, EchoMode.LAB, "");
    EchoSnapshot everywhere6 = server(Protocol.UDP, "::", 7001, EchoMode.LAB, "");
    EchoSnapshot loopback = server(Protocol.UDP, "127.0.0.1", 7002, EchoMode.LAB, "");

    assertThat(FirstTarget.of(List.of(TAKEN, everywhere), true))
        .isEqualTo(new FirstTarget("udp://127.0.0.1:7000", ""));
    assertThat(FirstTarget.of(List.of(everywhere6), true).target()).isEqualTo("udp://[::1]:7001");
    assertThat(FirstTarget.of(List.of(everywhere, loopback), true).target())
        .isEqualTo("udp://127.0.0.1:7002");
  }

  @Test
  void withoutOneItIsATcpServerOrThisHostAndTheReasonIsTold() {
    assertThat(FirstTarget.of(List.of(TAKEN, TCP), true))
        .isEqualTo(
            new FirstTarget(
                "tcp://127.0.0.1:12001",
                "the echo server udp-127.0.0.1-12000 does not run: EADDRINUSE"));
    assertThat(FirstTarget.of(List.of(TAKEN), true).target()).isEqualTo("icmp://127.0.0.1");
    assertThat(FirstTarget.of(List.of(TAKEN), false).target()).isEmpty();
    EchoSnapshot greeting = server(Protocol.TCP, "127.0.0.1", 12345, EchoMode.GREETING, "");
    assertThat(FirstTarget.of(List.of(greeting), false).target()).isEmpty();
  }

  private static EchoSnapshot server(
      Protocol protocol, String host, int port, EchoMode mode, String why) {
    EchoSpec spec = new EchoSpec(protocol, host, port, mode, Impairment.NONE);
    Optional<Endpoint> listening =
        Optional.of(Endpoint.of(InetAddress.ofLiteral(host), port)).filter(at -> why.isEmpty());
    return new EchoSnapshot(
        EchoServerId.of(protocol, host, port),
        spec,
        listening,
        why,
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        OptionalLong.empty(),
        Optional.empty(),
        new SinceChange(Instant.EPOCH, 0, 0, Map.of(), Map.of()));
  }
}
