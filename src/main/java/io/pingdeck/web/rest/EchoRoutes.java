package io.pingdeck.web.rest;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.json.EchoJson;
import io.pingdeck.json.ImpairmentJson;
import io.pingdeck.json.JsonFields;
import io.pingdeck.packet.IpLiteral;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.web.access.Audited;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.InTurn;
import io.pingdeck.web.http.Responses;
import io.pingdeck.web.http.Saving;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// REST for echo servers: start, list, impair, stop, restart, delete.
public final class EchoRoutes {
  private static final String SERVERS = "/api/v1/echo-servers";

  private final EventBus bus;
  private final Saving saving;
  private final InTurn changes = new InTurn();

  public EchoRoutes(EventBus bus) {
    this.bus = bus;
    saving = new Saving(bus);
  }

  public void install(Routes routes) {
    Responses.json(routes.get(SERVERS), context -> all().map(EchoJson::servers));
    Responses.respond(
        routes.post(SERVERS),
        context -> saving.await(context, start(context)),
        Responses.created(SERVERS));
    Responses.json(
        routes.get(SERVERS + "/:id"), context -> find(id(context)).map(EchoJson::server));
    Responses.json(
        routes.patch(SERVERS + "/:id"), context -> saving.await(context, impair(context)));
    Responses.respond(
        routes.delete(SERVERS + "/:id"),
        context -> saving.await(context, command(new EchoApi.Delete(id(context)))),
        (context, deleted) -> Responses.noContent(context));
    Responses.json(
        routes.post(SERVERS + "/:id/stop"),
        context -> saving.await(context, command(new EchoApi.Stop(id(context)))));
    Responses.json(
        routes.post(SERVERS + "/:id/start"),
        context -> saving.await(context, command(new EchoApi.Restart(id(context)))));
  }

  private Future<JsonObject> start(RoutingContext context) {
    EchoSpec spec = spec(JsonFields.of(context));
    Audited.note(context, "", spec.protocol().scheme() + "://" + spec.host() + ":" + spec.port());
    return command(new EchoApi.Start(spec));
  }

  static EchoSpec spec(JsonFields fields) {
    Optional<Protocol> protocol = protocol(fields);
    String host = host(fields);
    OptionalInt port = port(fields);
    EchoMode mode = mode(fields);
    ImpairmentJson impairment = ImpairmentJson.read(fields);
    return fields.complete(() ->
        new EchoSpec(
            protocol.orElse(Protocol.UDP),
            host,
            port.orElse(0),
            mode,
            impairment.over(Impairment.NONE)));
  }

  private Future<JsonObject> impair(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    ImpairmentJson wanted = ImpairmentJson.read(fields);
    fields.complete(() -> wanted);
    EchoServerId id = id(context);
    Audited.noteBody(context);
    return changes.run(() ->
        find(id)
            .map(server -> server.spec().impairment())
            .map(wanted::over)
            .compose(changed -> command(new EchoApi.Impair(id, changed))));
  }

  private static Optional<Protocol> protocol(JsonFields fields) {
    Optional<String> text = fields.text("protocol");
    Optional<Protocol> protocol =
        text.flatMap(given ->
            List.of(Protocol.UDP, Protocol.TCP).stream()
                .filter(candidate -> candidate.scheme().equals(given))
                .findFirst());
    if (protocol.isEmpty()) {
      fields.faultUnlessFaulty("protocol", "must be \"udp\" or \"tcp\"");
    }
    return protocol;
  }

  private static String host(JsonFields fields) {
    String host = fields.text("host").orElse("127.0.0.1");
    if (IpLiteral.parse(host).isEmpty()) {
      fields.faultUnlessFaulty("host", "must be an IP address, such as 127.0.0.1 or ::1");
    }
    return host;
  }

  private static OptionalInt port(JsonFields fields) {
    OptionalInt port = fields.smallNumber("port");
    if (port.isEmpty() || port.getAsInt() < 0 || port.getAsInt() > 65535) {
      fields.faultUnlessFaulty("port", "must be a port (1-65535), or 0 for any free one");
    }
    return port;
  }

  private static EchoMode mode(JsonFields fields) {
    String text = fields.text("mode").orElse(EchoMode.LAB.json());
    for (EchoMode mode : EchoMode.values()) {
      if (mode.json().equals(text)) {
        return mode;
      }
    }
    fields.faultUnlessFaulty("mode", "must be \"lab\", \"rfc862\" or \"greeting\"");
    return EchoMode.LAB;
  }

  private Future<JsonObject> command(EchoApi.EchoRequest<EchoSnapshot> command) {
    return EchoApi.SERVERS.request(bus, command).map(EchoJson::server);
  }

  private Future<List<EchoSnapshot>> all() {
    return EchoApi.SERVERS.request(bus, new EchoApi.All()).map(EchoApi.Servers::servers);
  }

  private Future<EchoSnapshot> find(EchoServerId id) {
    return all()
        .map(servers ->
            servers.stream()
                .filter(server -> server.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RequestFailure.unknown("no echo server " + id)));
  }

  private static EchoServerId id(RoutingContext context) {
    return new EchoServerId(context.pathParam("id"));
  }
}
