package io.pingdeck.echo;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.echo.api.EchoAddresses;
import io.pingdeck.echo.api.EchoAnswer;
import io.pingdeck.echo.api.EchoCommand;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.server.ConnectionRoom;
import io.pingdeck.echo.server.EchoLog;
import io.pingdeck.net.Sockets;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hosts the echo servers: those of the configuration and those that are asked for on
/// [EchoAddresses#ECHO_SERVERS]. A configured server that cannot start is listed as failed, with
/// the reason, and the others run; one that is asked for and cannot start is refused.
public final class EchoServersVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(EchoServersVerticle.class);
  static final int MAX_SERVERS = 64;

  private final EchoConfig config;
  private final Sockets sockets;
  private final EchoLog log;
  private final EchoPorts echoPorts = new EchoPorts();
  private final ConnectionRoom room;
  private final Map<EchoServerId, HostedEcho> servers = new LinkedHashMap<>();
  private Future<?> lastCommand = Future.succeededFuture();

  public EchoServersVerticle(EchoConfig config, Sockets sockets) {
    this(config, sockets, EchoLog.NONE, ConnectionRoom.PLENTY);
  }

  /// @param log hears of every message to every server
  /// @param connections to all TCP servers together, at once
  public EchoServersVerticle(EchoConfig config, Sockets sockets, EchoLog log, int connections) {
    room = new ConnectionRoom(connections);
    this.log = requireNonNull(log, "log");
    this.config = requireNonNull(config, "config");
    this.sockets = requireNonNull(sockets, "sockets");
  }

  @Override
  public Future<?> start() {
    Future<?> started = Future.succeededFuture();
    for (EchoSpec spec : config.servers()) {
      started = started.compose(ok -> startConfigured(EchoSpecRules.canonical(spec)));
    }
    return started.compose(ok ->
        EchoAddresses.ECHO_SERVERS.serve(vertx.eventBus(), this::answerInTurn, this::takeBack));
  }

  /// One command after the other: each finds the servers as the one before left them.
  private Future<EchoAnswer> answerInTurn(EchoCommand command) {
    Future<EchoAnswer> answer =
        lastCommand.transform(earlier -> answer(command)).onSuccess(done -> tellChange(command));
    lastCommand = answer;
    return answer;
  }

  private void takeBack(EchoCommand command, EchoAnswer answer) {
    if (command instanceof EchoCommand.Start && answer instanceof EchoAnswer.Done(var server)) {
      answerInTurn(new EchoCommand.Delete(server.id()))
          .onFailure(e -> LOG.warn("echo server {} cannot be taken back", server.id(), e));
    }
  }

  private void tellChange(EchoCommand command) {
    if (!(command instanceof EchoCommand.All)) {
      EchoAddresses.ECHO_CHANGES.publish(vertx.eventBus(), new EchoAnswer.Servers(snapshots()));
    }
  }

  private Future<EchoAnswer> answer(EchoCommand command) {
    return switch (command) {
      case EchoCommand.Start(var spec) -> startRequested(EchoSpecRules.canonical(spec));
      case EchoCommand.Impair(var id, var impairment) -> impair(id, impairment);
      case EchoCommand.Stop(var id) -> with(id, this::stop);
      case EchoCommand.Restart(var id) -> with(id, server -> stop(server).compose(this::run));
      case EchoCommand.Delete(var id) ->
          with(id, server -> stop(server).onSuccess(stopped -> servers.remove(id)));
      case EchoCommand.All() -> Future.succeededFuture(new EchoAnswer.Servers(snapshots()));
    };
  }

  private Future<EchoAnswer> impair(EchoServerId id, Impairment impairment) {
    HostedEcho known = servers.get(id);
    List<Fault> faults =
        known == null
            ? List.of()
            : EchoSpecRules.impairmentFaults(known.spec(), impairment, sockets.capabilities());
    return faults.isEmpty()
        ? with(id, server -> Future.succeededFuture(server.impair(impairment)))
        : Future.succeededFuture(new EchoAnswer.Refused(faults));
  }

  private List<EchoSnapshot> snapshots() {
    return servers.values().stream().map(HostedEcho::snapshot).toList();
  }

  private Future<EchoAnswer> with(
      EchoServerId id, Function<HostedEcho, Future<HostedEcho>> change) {
    HostedEcho server = servers.get(id);
    return server == null
        ? Future.succeededFuture(new EchoAnswer.Unknown(id))
        : change.apply(server).map(changed -> new EchoAnswer.Done(changed.snapshot()));
  }

  private Future<?> startConfigured(EchoSpec spec) {
    HostedEcho server = new HostedEcho(spec);
    List<Fault> faults = roomFaults(server.id());
    if (!faults.isEmpty()) {
      LOG.warn("echo server {} is left out: {}", server.id(), sentence(faults));
      return Future.succeededFuture();
    }
    return run(server)
        .onSuccess(known -> {
          if (!known.isRunning()) {
            LOG.warn("echo server {}: {}", known.id(), known.snapshot().reason());
          }
          list(known);
        });
  }

  private Future<EchoAnswer> startRequested(EchoSpec spec) {
    HostedEcho server = new HostedEcho(spec);
    List<Fault> faults = new ArrayList<>(specFaults(spec));
    faults.addAll(roomFaults(server.id()));
    if (!faults.isEmpty()) {
      return Future.succeededFuture(new EchoAnswer.Refused(faults));
    }
    return run(server)
        .map(tried -> {
          if (!tried.isRunning()) {
            return new EchoAnswer.Refused(List.of(new Fault("port", tried.snapshot().reason())));
          }
          list(tried);
          return new EchoAnswer.Done(tried.snapshot());
        });
  }

  private void list(HostedEcho server) {
    server.keepPort();
    servers.put(server.id(), server);
  }

  private List<Fault> specFaults(EchoSpec spec) {
    return EchoSpecRules.faults(spec, config.allowOpen(), sockets.capabilities());
  }

  private List<Fault> roomFaults(EchoServerId id) {
    List<Fault> faults = new ArrayList<>();
    if (servers.containsKey(id)) {
      faults.add(new Fault("port", "the echo server " + id + " is there already"));
    }
    if (servers.size() >= MAX_SERVERS) {
      faults.add(new Fault("echoServers", MAX_SERVERS + " are the most; delete one first"));
    }
    return faults;
  }

  /// Never fails: the server then says why it does not run.
  private Future<HostedEcho> run(HostedEcho server) {
    List<Fault> faults = specFaults(server.spec());
    if (!faults.isEmpty()) {
      return Future.succeededFuture(server.failed(sentence(faults)));
    }
    EchoVerticle verticle =
        new EchoVerticle(server.spec(), config.limits(), echoPorts, room, sockets, log);
    return vertx
        .deployVerticle(verticle)
        .map(deployment -> server.started(new HostedEcho.Running(verticle, deployment)))
        .recover(e -> Future.succeededFuture(server.failed(String.valueOf(e.getMessage()))));
  }

  private static String sentence(List<Fault> faults) {
    return faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
  }

  private Future<HostedEcho> stop(HostedEcho server) {
    return server
        .running()
        .<Future<?>>map(running -> vertx.undeploy(running.deployment()))
        .orElse(Future.succeededFuture())
        .map(undeployed -> server.stopped());
  }
}
