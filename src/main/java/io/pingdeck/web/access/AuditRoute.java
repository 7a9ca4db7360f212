package io.pingdeck.web.access;

import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.base.FaultException;
import io.pingdeck.json.UserJson;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// REST for the audit log.
final class AuditRoute {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private final EventBus bus;

  AuditRoute(EventBus bus) {
    this.bus = bus;
  }

  void install(Routes routes) {
    Responses.json(routes.get("/api/v1/audit"), this::latest);
  }

  private Future<JsonObject> latest(RoutingContext context) {
    return AuditApi.AUDIT
        .request(bus, new AuditApi.Latest(before(context), Responses.limit(context, USUAL, MOST)))
        .map(answer -> UserJson.audit(answer.entries()));
  }

  private static Optional<Instant> before(RoutingContext context) {
    try {
      return Optional.ofNullable(context.queryParams().get("before")).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new FaultException("before", "is not a moment (such as 2026-01-01T00:00:00Z)");
    }
  }
}
