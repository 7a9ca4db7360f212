package io.pingdeck.web;

import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.SinceChange;
import io.pingdeck.packet.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// A fake of the echo servers on the bus: records requests and opens no socket. Port 1 is refused,
/// port 2 cannot be bound.
public final class FakeEchoServers {
  private final Map<EchoServerId, EchoSnapshot> servers = new LinkedHashMap<>();

  public Future<Void> start(Vertx vertx) {
    return EchoApi.SERVERS.serve(
        vertx.eventBus(),
        new Handlers<EchoApi.EchoRequest<?>>()
            .on(EchoApi.Start.class, asked -> start(asked.spec()))
            .on(EchoApi.Impair.class, asked -> change(asked.id(), old -> impair(old, asked)))
            .on(
                EchoApi.Stop.class,
                asked -> change(asked.id(), old -> server(old.id(), old.spec(), false, "")))
            .on(
                EchoApi.Restart.class,
                asked -> change(asked.id(), old -> server(old.id(), old.spec(), true, "")))
            .on(EchoApi.Delete.class, asked -> known(asked.id(), servers.remove(asked.id())))
            .on(
                EchoApi.All.class,
                asked ->
                    Future.succeededFuture(new EchoApi.Servers(List.copyOf(servers.values())))));
  }

  private static EchoSnapshot impair(EchoSnapshot old, EchoApi.Impair asked) {
    EchoSpec spec = old.spec();
    EchoSpec changed =
        new EchoSpec(
            spec.protocol(),
            spec.host(),
            spec.port(),
            spec.mode(),
            asked.impairment().after(spec.impairment()));
    return server(old.id(), changed, old.listening().isPresent(), old.reason());
  }

  private Future<EchoSnapshot> start(EchoSpec spec) {
    if (spec.port() == 1) {
      return Future.failedFuture(new FaultException("port", "1 is in use"));
    }
    EchoServerId id =
        new EchoServerId(spec.protocol().scheme() + "-" + spec.host() + "-" + spec.port());
    boolean bound = spec.port() != 2;
    EchoSnapshot server = server(id, spec, bound, bound ? "" : "port 2: permission denied");
    servers.put(id, server);
    return Future.succeededFuture(server);
  }

  private Future<EchoSnapshot> change(EchoServerId id, UnaryOperator<EchoSnapshot> change) {
    return known(id, servers.computeIfPresent(id, (same, old) -> change.apply(old)));
  }

  private static Future<EchoSnapshot> known(EchoServerId id, EchoSnapshot server) {
    return server == null
        ? Future.failedFuture(RequestFailure.unknown("no echo server " + id))
        : Future.succeededFuture(server);
  }

  private static EchoSnapshot server(EchoServerId id, EchoSpec spec, boolean bound, String why) {
    Optional<Endpoint> listening =
        bound ? Optional.of(Endpoint.ipv4(0x7f000001, spec.port())) : Optional.empty();
    return new EchoSnapshot(
        id,
        spec,
        listening,
        why,
        11,
        7,
        0,
        Map.of("emulatedLoss", 4L),
        Map.of("delayed", 0L),
        OptionalLong.of(1),
        Optional.empty(),
        new SinceChange(Instant.EPOCH, 3, 2, Map.of("emulatedLoss", 1L), Map.of("delayed", 0L)));
  }
}
