package io.pingdeck.web.rest;

import io.pingdeck.base.Durations;
import io.pingdeck.base.ProgramVersion;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.json.HeartbeatJson;
import io.pingdeck.json.HistoryJson;
import io.pingdeck.json.SystemJson;
import io.pingdeck.net.Capabilities;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Responses;
import io.pingdeck.web.live.WorkerBoard;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Version, capabilities and health of the program, and the contract of its API.
public final class SystemRoutes {
  private static final long READY_SECONDS = 2;

  private final EventBus bus;
  private final Capabilities capabilities;
  private final DataPlace place;
  private final WorkerBoard workers;
  private final Buffer openApi;
  private final Supplier<Optional<JsonObject>> tls;
  private final Instant startedAt = Instant.now();

  /// @param openApi text of openapi.yaml
  /// @param tls the page's certificate as JSON; empty if it is served by HTTP
  public SystemRoutes(
      EventBus bus,
      Capabilities capabilities,
      DataPlace place,
      WorkerBoard workers,
      Buffer openApi,
      Supplier<Optional<JsonObject>> tls) {
    this.bus = bus;
    this.capabilities = capabilities;
    this.place = place;
    this.workers = workers;
    this.openApi = openApi;
    this.tls = tls;
  }

  public void install(Routes routes) {
    Responses.json(routes.get("/api/v1/system"), context -> system());
    routes.get("/openapi.yaml").handler(this::sendOpenApi);
    Responses.json(
        routes.get("/health/live"),
        context -> Future.succeededFuture(new JsonObject().put("status", "live")));
    Responses.respond(
        routes.get("/health/ready"),
        context -> ready(),
        (context, missing) -> {
          JsonObject body =
              new JsonObject().put("status", missing.isEmpty() ? "ready" : "notReady");
          if (!missing.isEmpty()) {
            body.put("reason", missing);
          }
          Responses.send(context, missing.isEmpty() ? 200 : 503, body);
        });
  }

  private Future<JsonObject> system() {
    return firstTarget()
        .map(this::itself)
        .compose(system -> history().map(health -> system.put("history", health)))
        .compose(system -> heartbeats().map(health -> system.put("heartbeats", health)));
  }

  private JsonObject itself(FirstTarget target) {
    JsonObject json =
        new JsonObject()
            .put("version", ProgramVersion.THIS.number())
            .put("commit", ProgramVersion.THIS.commit())
            .put("java", ProgramVersion.java())
            .put("startedAt", startedAt.toString())
            .put("capabilities", SystemJson.capabilities(capabilities))
            .put("data", SystemJson.data(place))
            .put("workers", workers.json())
            .put("defaults", defaults(target));
    tls.get().ifPresent(certificate -> json.put("tls", certificate));
    return json;
  }

  private Future<JsonObject> history() {
    return HistoryApi.HISTORY
        .request(bus, new HistoryApi.ReadHealth())
        .map(answer -> HistoryJson.health(answer.health()));
  }

  private Future<JsonObject> heartbeats() {
    return HeartbeatApi.MONITOR
        .request(bus, new HeartbeatApi.Page(Optional.empty(), 0, 0))
        .map(page -> HeartbeatJson.damage(page.monitor().damage()));
  }

  private static JsonObject defaults(FirstTarget first) {
    JsonObject json = new JsonObject().put("target", first.target());
    if (!first.note().isEmpty()) {
      json.put("targetNote", first.note());
    }
    return json.put("interval", Durations.format(PingSpec.DEFAULT_INTERVAL))
        .put("timeout", Durations.format(PingSpec.DEFAULT_TIMEOUT))
        .put("size", PingSpec.DEFAULT_PAYLOAD_BYTES)
        .put("labLoss", Impairment.LAB_LOSS);
  }

  private Future<FirstTarget> firstTarget() {
    return EchoApi.SERVERS
        .request(bus, new EchoApi.All())
        .map(all -> FirstTarget.of(all.servers(), capabilities.icmp()))
        .otherwise(FirstTarget.of(List.of(), capabilities.icmp()));
  }

  private void sendOpenApi(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(openApi);
  }

  /// Ready once the statistics respond, which every list needs, and the previous run is restored.
  ///
  /// @return what is missing, as text; empty if ready
  private Future<String> ready() {
    return StatsApi.STATS
        .request(bus, new StatsApi.Page(Optional.empty(), 1))
        .timeout(READY_SECONDS, TimeUnit.SECONDS)
        .compose(ok -> HistoryApi.HISTORY.request(bus, new HistoryApi.ReadHealth()))
        .timeout(READY_SECONDS, TimeUnit.SECONDS)
        .map(HistoryApi.Health::returning)
        .otherwise("statistics or history did not respond");
  }
}
