package io.pingdeck.echo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.server.Await;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class EchoVerticleTest {
  private final EchoPorts ports = new EchoPorts();

  @Test
  void deployedItAnswersAndUndeployedItsPortIsFree(Vertx vertx) throws Exception {
    EchoVerticle verticle = verticle(0);

    String id = vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
    Endpoint listening = verticle.listening();
    try (Peer peer = new Peer(listening)) {
      assertThat(peer.ask("hello".getBytes(US_ASCII))).asString(US_ASCII).isEqualTo("HELLO");
    }
    Await.until("it is counted", () -> verticle.counts().replied() == 1);
    vertx.undeploy(id).await(10, TimeUnit.SECONDS);

    try (DatagramSocket free = new DatagramSocket(listening.socketAddress())) {
      assertThat(free.getLocalPort()).isEqualTo(listening.port());
    }
    assertThat(verticle.counts().replied()).isEqualTo(1);
    assertThat(verticle.failure()).isEmpty();
    assertThat(ports.contains(listening.port())).isFalse();
  }

  @Test
  void deploymentFailsWithTheSystemsReasonIfThePortIsTaken(Vertx vertx) throws Exception {
    EchoVerticle first = verticle(0);
    vertx.deployVerticle(first).await(10, TimeUnit.SECONDS);
    int taken = first.listening().port();

    Throwable failure =
        vertx
            .deployVerticle(verticle(taken))
            .<Throwable>map(id -> new AssertionError("deployed"))
            .otherwise(e -> e)
            .await(10, TimeUnit.SECONDS);

    assertThat(failure)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken)
        .hasMessageContaining("in use");
    assertThat(ports.contains(taken)).isTrue();
  }

  private EchoVerticle verticle(int port) {
    EchoSpec spec = new EchoSpec(Protocol.UDP, "127.0.0.1", port, EchoMode.LAB, Impairment.NONE);
    return new EchoVerticle(spec, EchoLimits.DEFAULT, ports, PlatformSockets.best());
  }
}
