package io.pingdeck.echo;

import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.NanoClock;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;

/// One UDP echo server: deploying it opens its port, undeploying closes it. Deployment fails if the
/// port cannot be opened, with a message for people.
final class UdpEchoVerticle extends VerticleBase {
  private final EchoSpec spec;
  private final EchoLimits limits;
  private final EchoPorts echoPorts;
  private final Sockets sockets;
  private volatile UdpEchoLoop loop;

  UdpEchoVerticle(EchoSpec spec, EchoLimits limits, EchoPorts echoPorts, Sockets sockets) {
    this.spec = spec;
    this.limits = limits;
    this.echoPorts = echoPorts;
    this.sockets = sockets;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> UdpEchoLoop.open(spec, limits, echoPorts, sockets, NanoClock.SYSTEM))
        .onSuccess(opened -> loop = opened);
  }

  @Override
  public Future<?> stop() {
    UdpEchoLoop running = loop;
    return vertx.executeBlocking(() -> {
      running.close();
      return null;
    });
  }

  /// Where it is bound. This and what follows may be asked once it is deployed, on any thread, and
  /// also after it was undeployed.
  Endpoint listening() {
    return loop.listening();
  }

  /// Why it answers no more though nobody stopped it.
  Optional<String> failure() {
    return loop.failure();
  }

  EchoCounts counts() {
    return loop.counts();
  }

  void impair(Impairment impairment) {
    loop.impair(impairment);
  }
}
