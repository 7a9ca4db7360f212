package io.pingdeck.echo;

import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.server.ConnectionRoom;
import io.pingdeck.echo.server.EchoLog;
import io.pingdeck.echo.server.EchoLoop;
import io.pingdeck.echo.server.TcpEchoLoop;
import io.pingdeck.echo.server.UdpEchoLoop;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.Optional;

/// One echo server: deploying it opens its port, undeploying closes it. If the port cannot be
/// opened, deployment fails with a message for users.
final class EchoVerticle extends VerticleBase {
  private final EchoSpec spec;
  private final EchoLimits limits;
  private final EchoPorts echoPorts;
  private final ConnectionRoom room;
  private final Sockets sockets;
  private final EchoLog log;
  private volatile EchoLoop loop;

  EchoVerticle(EchoSpec spec, EchoLimits limits, EchoPorts echoPorts, Sockets sockets) {
    this(spec, limits, echoPorts, new ConnectionRoom(ConnectionRoom.PLENTY), sockets, EchoLog.NONE);
  }

  EchoVerticle(
      EchoSpec spec,
      EchoLimits limits,
      EchoPorts echoPorts,
      ConnectionRoom room,
      Sockets sockets,
      EchoLog log) {
    this.room = room;
    this.log = log;
    this.spec = spec;
    this.limits = limits;
    this.echoPorts = echoPorts;
    this.sockets = sockets;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(this::open)
        .onSuccess(opened -> {
          opened.log(log);
          loop = opened;
        });
  }

  private EchoLoop open() throws IOException {
    return spec.protocol() == Protocol.TCP
        ? TcpEchoLoop.open(spec, limits, room, sockets, NanoClock.SYSTEM)
        : UdpEchoLoop.open(spec, limits, echoPorts, sockets, NanoClock.SYSTEM);
  }

  @Override
  public Future<?> stop() {
    EchoLoop running = loop;
    return vertx.executeBlocking(() -> {
      running.close();
      return null;
    });
  }

  /// The bound address. This and the following methods are valid from deployment on, also after
  /// undeployment. Thread-safe.
  Endpoint listening() {
    return loop.listening();
  }

  /// The reason why the server failed after its start; empty while it runs or after a regular stop.
  Optional<String> failure() {
    return loop.failure();
  }

  EchoCounts counts() {
    return loop.counts();
  }

  Optional<ConnectionCounts> connections() {
    return loop.connections();
  }

  void impair(Impairment impairment) {
    loop.impair(impairment);
  }
}
