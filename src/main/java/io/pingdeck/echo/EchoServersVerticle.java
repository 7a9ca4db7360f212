package io.pingdeck.echo;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.server.ConnectionRoom;
import io.pingdeck.echo.server.EchoLog;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.policy.OwnServers;
import io.pingdeck.ping.target.Protocol;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hosts the echo servers: those of the configuration and those requested on [EchoApi#SERVERS]. A
/// configured server that cannot start is listed as failed, with the reason, and the others run. A
/// requested server that cannot start is refused.
public final class EchoServersVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(EchoServersVerticle.class);
  static final int MAX_SERVERS = 64;

  private final EchoConfig config;
  private final Sockets sockets;
  private final EchoLog log;
  private final OwnServers own;
  private final EchoPorts echoPorts = new EchoPorts();
  private final ConnectionRoom room;
  private final Map<EchoServerId, EchoServer> servers = new LinkedHashMap<>();
  private Future<?> lastCommand = Future.succeededFuture();

  public EchoServersVerticle(EchoConfig config, Sockets sockets) {
    this(config, sockets, EchoLog.NONE, ConnectionRoom.PLENTY);
  }

  /// Servers that only their own process pings.
  public EchoServersVerticle(EchoConfig config, Sockets sockets, EchoLog log, int connections) {
    this(config, sockets, log, connections, new OwnServers());
  }

  /// @param log receives every message to every server
  /// @param connections maximum concurrent connections of all TCP servers together
  /// @param own learns which of them listen
  public EchoServersVerticle(
      EchoConfig config, Sockets sockets, EchoLog log, int connections, OwnServers own) {
    this.own = requireNonNull(own, "own");
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
    Handlers<EchoApi.EchoRequest<?>> handlers =
        new Handlers<EchoApi.EchoRequest<?>>()
            .on(EchoApi.Start.class, this::startRequested, (asked, server) -> takeBack(server.id()))
            .on(EchoApi.Impair.class, asked -> change(asked.id(), server -> impair(server, asked)))
            .on(EchoApi.Stop.class, asked -> change(asked.id(), this::stop))
            .on(EchoApi.Restart.class, asked -> change(asked.id(), this::restart))
            .on(EchoApi.Delete.class, asked -> delete(asked.id()))
            .on(EchoApi.All.class, asked -> inTurn(() -> Future.succeededFuture(all())));
    return started.compose(ok -> EchoApi.SERVERS.serve(vertx.eventBus(), handlers));
  }

  /// Runs commands one at a time, so that each sees the result of the previous one.
  private <T> Future<T> inTurn(Supplier<Future<T>> command) {
    Future<T> done = lastCommand.transform(earlier -> command.get());
    lastCommand = done;
    return done;
  }

  private Future<EchoSnapshot> change(
      EchoServerId id, Function<EchoServer, Future<EchoServer>> change) {
    return changeInTurn(() -> {
      EchoServer server = servers.get(id);
      return server == null
          ? Future.failedFuture(RequestFailure.unknown("no echo server " + id))
          : change.apply(server);
    });
  }

  private Future<EchoSnapshot> changeInTurn(Supplier<Future<EchoServer>> change) {
    return inTurn(() -> change.get().map(EchoServer::snapshot))
        .onSuccess(changed -> EchoApi.CHANGES.publish(vertx.eventBus(), all()));
  }

  private void takeBack(EchoServerId id) {
    delete(id).onFailure(e -> LOG.warn("echo server {} cannot be removed again", id, e));
  }

  private Future<EchoSnapshot> delete(EchoServerId id) {
    return change(id, server -> stop(server).onSuccess(stopped -> servers.remove(id)));
  }

  private Future<EchoServer> restart(EchoServer server) {
    return stop(server).compose(this::run);
  }

  private Future<EchoServer> impair(EchoServer server, EchoApi.Impair asked) {
    Impairment impairment = asked.impairment();
    List<Fault> faults =
        EchoSpecRules.impairmentFaults(server.spec(), impairment, sockets.capabilities());
    return faults.isEmpty()
        ? Future.succeededFuture(server.impair(impairment))
        : Future.failedFuture(new FaultException(faults));
  }

  private EchoApi.Servers all() {
    return new EchoApi.Servers(servers.values().stream().map(EchoServer::snapshot).toList());
  }

  private Future<?> startConfigured(EchoSpec spec) {
    EchoServer server = new EchoServer(spec);
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

  private Future<EchoSnapshot> startRequested(EchoApi.Start asked) {
    return changeInTurn(() -> startRequested(EchoSpecRules.canonical(asked.spec())));
  }

  private Future<EchoServer> startRequested(EchoSpec spec) {
    EchoServer server = new EchoServer(spec);
    List<Fault> faults = new ArrayList<>(specFaults(spec));
    faults.addAll(roomFaults(server.id()));
    if (!faults.isEmpty()) {
      return Future.failedFuture(new FaultException(faults));
    }
    return run(server)
        .map(tried -> {
          if (!tried.isRunning()) {
            throw new FaultException("port", tried.snapshot().reason());
          }
          list(tried);
          return tried;
        });
  }

  private void list(EchoServer server) {
    server.keepPort();
    servers.put(server.id(), server);
  }

  private List<Fault> specFaults(EchoSpec spec) {
    return EchoSpecRules.faults(spec, config.allowOpen(), sockets.capabilities());
  }

  private List<Fault> roomFaults(EchoServerId id) {
    List<Fault> faults = new ArrayList<>();
    if (servers.containsKey(id)) {
      faults.add(new Fault("port", "the echo server " + id + " already exists"));
    }
    if (servers.size() >= MAX_SERVERS) {
      faults.add(new Fault("echoServers", MAX_SERVERS + " are the most; delete one first"));
    }
    return faults;
  }

  /// Never fails: a server that does not start carries the reason.
  private Future<EchoServer> run(EchoServer server) {
    List<Fault> faults = specFaults(server.spec());
    if (!faults.isEmpty()) {
      return Future.succeededFuture(server.failed(sentence(faults)));
    }
    EchoVerticle verticle =
        new EchoVerticle(server.spec(), config.limits(), echoPorts, room, sockets, log);
    return vertx
        .deployVerticle(verticle)
        .map(deployment -> {
          own.add(isUdp(server), verticle.listening());
          return server.started(new EchoServer.Running(verticle, deployment));
        })
        .recover(e -> Future.succeededFuture(server.failed(String.valueOf(e.getMessage()))));
  }

  private static String sentence(List<Fault> faults) {
    return faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
  }

  private static boolean isUdp(EchoServer server) {
    return server.spec().protocol() == Protocol.UDP;
  }

  private Future<EchoServer> stop(EchoServer server) {
    server
        .running()
        .ifPresent(running -> own.remove(isUdp(server), running.verticle().listening()));
    return server
        .running()
        .<Future<?>>map(running -> vertx.undeploy(running.deployment()))
        .orElse(Future.succeededFuture())
        .map(undeployed -> server.stopped());
  }
}
