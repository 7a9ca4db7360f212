package io.pingdeck.web.rest;

import io.pingdeck.base.FaultException;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.json.HeartbeatJson;
import io.pingdeck.json.JsonFields;
import io.pingdeck.web.access.Audited;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.InTurn;
import io.pingdeck.web.http.Responses;
import io.pingdeck.web.http.Saving;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// REST for heartbeats: list, read, set rules, forget, list changes; and beats by HTTP.
public final class HeartbeatRoutes {
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final String RULES = "/api/v1/heartbeat-rules";
  private static final int MOST = 1000;
  private static final int MAX_OFFSET = 1_000_000;

  /// Values of `Sec-Fetch-Site` for requests by our own page or by the user.
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final EventBus bus;
  private final InTurn changes = new InTurn();

  public HeartbeatRoutes(EventBus bus) {
    this.bus = bus;
  }

  public void install(Routes routes) {
    Responses.json(routes.get(HEARTBEATS), this::page);
    Responses.json(
        routes.get(HEARTBEATS + "/:name"), context -> one(new HeartbeatApi.Read(name(context))));
    Responses.json(
        routes.patch(HEARTBEATS + "/:name"), context -> saved(context, setRules(context)));
    Responses.respond(
        routes.delete(HEARTBEATS + "/:name"),
        context -> saved(context, ask(new HeartbeatApi.Forget(name(context)))),
        (context, forgotten) -> Responses.noContent(context));
    Responses.json(
        routes.delete(HEARTBEATS + "/:name/rules"),
        context -> saved(context, one(new HeartbeatApi.SetRules(name(context), Optional.empty()))));
    Responses.json(routes.get(RULES), context -> defaults(new HeartbeatApi.ReadDefaults()));
    Responses.json(routes.patch(RULES), context -> saved(context, setDefaults(context)));
    Responses.json(
        routes.delete(RULES),
        context -> saved(context, defaults(new HeartbeatApi.SetDefaults(Optional.empty()))));
    Responses.json(routes.get("/api/v1/heartbeat-changes"), this::changes);
    for (String path : List.of("/:name", "/:name/:report")) {
      Responses.json(routes.get("/api/v1/beats" + path), this::beat);
      Responses.json(routes.head("/api/v1/beats" + path), this::beat);
      Responses.json(routes.post("/api/v1/beats" + path), this::beat);
    }
  }

  /// Delays the response until the change is on disk, or notes why it is not.
  private <T> Future<T> saved(RoutingContext context, Future<T> change) {
    return change.compose(done ->
        ask(new HeartbeatApi.Save())
            .map(HeartbeatApi.Saved::whyNot)
            .otherwise(e -> Optional.of(String.valueOf(e.getMessage())))
            .map(whyNot -> {
              Saving.note(context, whyNot);
              return done;
            }));
  }

  private Future<JsonObject> page(RoutingContext context) {
    HeartbeatApi.Page page =
        new HeartbeatApi.Page(state(context), offset(context), Responses.limit(context, 100, MOST));
    return ask(page).map(HeartbeatJson::page);
  }

  private Future<JsonObject> changes(RoutingContext context) {
    Optional<String> name = Optional.ofNullable(context.queryParams().get("name"));
    return ask(new HeartbeatApi.LatestChanges(name, Responses.limit(context, 100, MOST)))
        .map(latest -> new JsonObject().put("changes", HeartbeatJson.changes(latest.changes())));
  }

  private Future<JsonObject> setRules(RoutingContext context) {
    HeartbeatForm form = HeartbeatForm.read(JsonFields.of(context));
    Audited.noteBody(context);
    return changes.run(() ->
        ask(new HeartbeatApi.Read(name(context)))
            .map(application -> form.applyTo(application.rules()))
            .compose(rules -> one(new HeartbeatApi.SetRules(name(context), Optional.of(rules)))));
  }

  private Future<JsonObject> setDefaults(RoutingContext context) {
    HeartbeatDefaultsForm form = HeartbeatDefaultsForm.read(JsonFields.of(context));
    Audited.noteBody(context);
    return changes.run(() ->
        ask(new HeartbeatApi.ReadDefaults())
            .map(answer -> form.applyTo(answer.inForce()))
            .compose(wanted -> defaults(new HeartbeatApi.SetDefaults(Optional.of(wanted)))));
  }

  private Future<JsonObject> defaults(
      HeartbeatApi.HeartbeatRequest<HeartbeatApi.Defaults> request) {
    return ask(request)
        .map(defaults -> HeartbeatJson.defaults(defaults.inForce(), defaults.file()));
  }

  /// Beats come from scripts or cron jobs, also by GET. A beat that a page of another site made a
  /// browser send is rejected.
  private Future<JsonObject> beat(RoutingContext context) {
    String site = context.request().getHeader("Sec-Fetch-Site");
    if (site != null && !OWN_SITE.contains(site)) {
      throw new HttpException(403, "cross-origin requests may not send heartbeats");
    }
    return one(new HeartbeatApi.Beat(BeatForm.name(context), BeatForm.report(context)));
  }

  private Future<JsonObject> one(HeartbeatApi.HeartbeatRequest<HeartbeatSnapshot> request) {
    return ask(request).map(HeartbeatJson::application);
  }

  private <A extends Record> Future<A> ask(HeartbeatApi.HeartbeatRequest<A> request) {
    return HeartbeatApi.MONITOR.request(bus, request);
  }

  private static String name(RoutingContext context) {
    return context.pathParam("name");
  }

  private static Optional<BeatState> state(RoutingContext context) {
    String text = context.queryParams().get("state");
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(BeatState.values())
            .filter(state -> state.json().equals(text))
            .findFirst()
            .orElseThrow(() -> new FaultException("state", "is not a state")));
  }

  private static int offset(RoutingContext context) {
    String text = context.queryParams().get("offset");
    if (text == null) {
      return 0;
    }
    if (!text.matches("\\d{1,7}") || Integer.parseInt(text) > MAX_OFFSET) {
      throw new FaultException("offset", "must be a whole number (0-" + MAX_OFFSET + ")");
    }
    return Integer.parseInt(text);
  }
}
