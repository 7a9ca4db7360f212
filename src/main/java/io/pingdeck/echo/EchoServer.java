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

/// The host's record of an echo server: running, stopped or failed, with its last counters.
/// Confined to the host's context.
final class EchoServer {
  /// A deployed server.
  record Running(EchoVerticle verticle, String deployment) {}

  private EchoSpec spec;
  private Optional<Running> running = Optional.empty();
  private String reason = "";
  private EchoCounts counts = new EchoCounters().read();
  private Optional<ConnectionCounts> connections = Optional.empty();
  private Instant changedAt = Instant.now();
  private EchoCounts atChange = counts;

  /// Creates a server that is not running.
  EchoServer(EchoSpec spec) {
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

  /// Replaces port 0 with the port that was found, so that every restart uses the same one.
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

  /// Marks the server as running. Its counters restart from 0.
  EchoServer started(Running server) {
    running = Optional.of(server);
    reason = "";
    changedAt = Instant.now();
    atChange = new EchoCounters().read();
    return this;
  }

  /// Marks the server as stopped, after its verticle was undeployed. Its last counters are kept.
  EchoServer stopped() {
    running.ifPresent(server -> {
      counts = server.verticle().counts();
      connections = server.verticle().connections();
    });
    running = Optional.empty();
    reason = "";
    return this;
  }

  EchoServer failed(String why) {
    reason = why;
    return this;
  }

  /// Applies an impairment. Without a seed, the present one and its sequence continue.
  EchoServer impair(Impairment wanted) {
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
