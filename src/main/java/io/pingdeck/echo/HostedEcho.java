package io.pingdeck.echo;

import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.SinceChange;
import io.pingdeck.echo.server.EchoCounters;
import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.Optional;

/// An echo server as its host remembers it: running, stopped or failed, with what it counted last.
/// Belongs to its host's context.
final class HostedEcho {
  /// A deployed server.
  record Running(EchoVerticle verticle, String deployment) {}

  private EchoSpec spec;
  private Optional<Running> running = Optional.empty();
  private String reason = "";
  private EchoCounts counts = new EchoCounters().read();
  private Optional<ConnectionCounts> connections = Optional.empty();
  private Instant changedAt = Instant.now();
  private EchoCounts atChange = counts;

  /// A server that does not run yet.
  HostedEcho(EchoSpec spec) {
    this.spec = spec;
  }

  EchoServerId id() {
    return EchoServerId.of(spec.protocol(), spec.host(), spec.port());
  }

  EchoSpec spec() {
    return spec;
  }

  Optional<Running> running() {
    return running;
  }

  boolean isRunning() {
    return running.isPresent();
  }

  /// Whoever asked for any free port keeps the one that was found, over every restart.
  void keepPort() {
    running.ifPresent(server ->
        spec =
            new EchoSpec(
                spec.protocol(),
                spec.host(),
                server.verticle().listening().port(),
                spec.mode(),
                spec.impairment()));
  }

  /// It counts from 0 again.
  HostedEcho started(Running server) {
    running = Optional.of(server);
    reason = "";
    changedAt = Instant.now();
    atChange = new EchoCounters().read();
    return this;
  }

  /// Its verticle is undeployed; what it counted last stays.
  HostedEcho stopped() {
    running.ifPresent(server -> {
      counts = server.verticle().counts();
      connections = server.verticle().connections();
    });
    running = Optional.empty();
    reason = "";
    return this;
  }

  HostedEcho failed(String why) {
    reason = why;
    return this;
  }

  /// Without a seed the present one stays, and its sequence goes on.
  HostedEcho impair(Impairment wanted) {
    Impairment impairment = wanted.after(spec.impairment());
    boolean changes = !impairment.equals(spec.impairment()) || wanted.seed().isPresent();
    spec = new EchoSpec(spec.protocol(), spec.host(), spec.port(), spec.mode(), impairment);
    running.ifPresent(server -> server.verticle().impair(wanted));
    if (changes) {
      changedAt = Instant.now();
      atChange = counted();
    }
    return this;
  }

  EchoSnapshot snapshot() {
    Optional<EchoVerticle> verticle = running.map(Running::verticle);
    Optional<String> failure = verticle.flatMap(EchoVerticle::failure);
    Optional<Endpoint> listening =
        failure.isPresent() ? Optional.empty() : verticle.map(EchoVerticle::listening);
    EchoCounts now = counted();
    return new EchoSnapshot(
        id(),
        spec,
        listening,
        failure.orElse(reason),
        now.received(),
        now.replied(),
        now.waiting(),
        now.drops(),
        now.injected(),
        now.kernelDrops(),
        verticle.flatMap(EchoVerticle::connections).or(() -> connections),
        SinceChange.of(changedAt, atChange, now));
  }

  private EchoCounts counted() {
    return running.map(server -> server.verticle().counts()).orElse(counts);
  }
}
