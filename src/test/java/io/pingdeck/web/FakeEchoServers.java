package io.pingdeck.web;

import io.pingdeck.base.Fault;
import io.pingdeck.echo.api.EchoAddresses;
import io.pingdeck.echo.api.EchoAnswer;
import io.pingdeck.echo.api.EchoCommand;
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

/// The echo servers' neighbour on the bus: keeps what it is told and opens no socket. Port 1 is
/// refused, port 2 cannot be bound.
public final class FakeEchoServers {
  private final Map<EchoServerId, EchoSnapshot> servers = new LinkedHashMap<>();

  public Future<Void> start(Vertx vertx) {
    return EchoAddresses.ECHO_SERVERS.serve(
        vertx.eventBus(), command -> Future.succeededFuture(answer(command)));
  }

  private EchoAnswer answer(EchoCommand command) {
    return switch (command) {
      case EchoCommand.Start(var spec) -> start(spec);
      case EchoCommand.Impair(var id, var impairment) ->
          change(
              id,
              old -> {
                EchoSpec spec = old.spec();
                EchoSpec changed =
                    new EchoSpec(
                        spec.protocol(),
                        spec.host(),
                        spec.port(),
                        spec.mode(),
                        impairment.after(spec.impairment()));
                return server(id, changed, old.listening().isPresent(), old.reason());
              });
      case EchoCommand.Stop(var id) -> change(id, old -> server(id, old.spec(), false, ""));
      case EchoCommand.Restart(var id) -> change(id, old -> server(id, old.spec(), true, ""));
      case EchoCommand.Delete(var id) -> {
        EchoSnapshot deleted = servers.remove(id);
        yield deleted == null ? new EchoAnswer.Unknown(id) : new EchoAnswer.Done(deleted);
      }
      case EchoCommand.All() -> new EchoAnswer.Servers(List.copyOf(servers.values()));
    };
  }

  private EchoAnswer start(EchoSpec spec) {
    if (spec.port() == 1) {
      return new EchoAnswer.Refused(List.of(new Fault("port", "1 is in use")));
    }
    EchoServerId id =
        new EchoServerId(spec.protocol().scheme() + "-" + spec.host() + "-" + spec.port());
    boolean bound = spec.port() != 2;
    EchoSnapshot server = server(id, spec, bound, bound ? "" : "port 2: permission denied");
    servers.put(id, server);
    return new EchoAnswer.Done(server);
  }

  private EchoAnswer change(EchoServerId id, UnaryOperator<EchoSnapshot> change) {
    EchoSnapshot changed = servers.computeIfPresent(id, (same, old) -> change.apply(old));
    return changed == null ? new EchoAnswer.Unknown(id) : new EchoAnswer.Done(changed);
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
