package io.pingdeck.bench;

import io.pingdeck.app.Codecs;
import io.pingdeck.echo.EchoServersVerticle;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.net.UnstampedSockets;
import io.pingdeck.ping.target.Protocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocket;
import java.util.List;

/// A UDP echo server in a separate process, which prints its port. `EchoProcess pingdeck` is
/// Pingdeck's server with every rule enabled, only higher rates, and without the timestamps that a
/// pinger in the same process would request. `EchoProcess vertx` is a server written with Vert.x's
/// own socket.
final class EchoProcess {
  private static final String HOST = "127.0.0.1";
  private static final int UNLIMITED = 1_000_000_000;

  private EchoProcess() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Codecs.register(vertx);
    Future<Integer> port = arguments[0].equals("vertx") ? vertxEcho(vertx) : ours(vertx);
    port.onSuccess(System.out::println)
        .onFailure(e -> {
          e.printStackTrace();
          System.exit(1);
        });
  }

  private static Future<Integer> ours(Vertx vertx) {
    EchoLimits usual = EchoLimits.DEFAULT;
    EchoLimits limits =
        new EchoLimits(
            usual.maxDatagramBytes(),
            UNLIMITED,
            UNLIMITED,
            UNLIMITED,
            UNLIMITED,
            UNLIMITED,
            UNLIMITED,
            usual.maxSources(),
            usual.refuseSystemPorts(),
            usual.refusedPorts(),
            usual.icmpErrorsPerSecond(),
            usual.maxConnections(),
            usual.maxConnectionsPerSource(),
            usual.idleTimeout());
    EchoSpec spec = new EchoSpec(Protocol.UDP, HOST, 0, EchoMode.LAB, Impairment.NONE);
    return vertx
        .deployVerticle(
            new EchoServersVerticle(new EchoConfig(List.of(spec), limits), UnstampedSockets.open()))
        .compose(ok -> EchoApi.SERVERS.request(vertx.eventBus(), new EchoApi.All()))
        .map(all -> all.servers().getFirst().listening().orElseThrow().port());
  }

  private static Future<Integer> vertxEcho(Vertx vertx) {
    DatagramSocket socket = vertx.createDatagramSocket();
    socket.handler(
        packet -> socket.send(packet.data(), packet.sender().port(), packet.sender().host()));
    return socket.listen(0, HOST).map(ok -> socket.localAddress().port());
  }
}
