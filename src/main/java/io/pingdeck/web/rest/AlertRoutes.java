package io.pingdeck.web.rest;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.alert.rule.RuleException;
import io.pingdeck.base.Durations;
import io.pingdeck.base.FaultException;
import io.pingdeck.json.AlertJson;
import io.pingdeck.json.JsonFields;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.web.access.Audited;
import io.pingdeck.web.access.Callers;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// REST for alerts: list, history, acknowledge, silence, channels, outbox, rules and their replay.
public final class AlertRoutes {
  private static final String API = "/api/v1";
  private static final int USUAL = 100;
  private static final int MOST = 1000;
  private static final Duration USUAL_REPLAY = Duration.ofDays(1);

  private final EventBus bus;

  public AlertRoutes(EventBus bus) {
    this.bus = bus;
  }

  public void install(Routes routes) {
    Responses.json(routes.get(API + "/alerts"), this::page);
    Responses.json(routes.get(API + "/alerts/:id/history"), this::ofAlert);
    Responses.json(routes.post(API + "/alerts/:id/acknowledge"), this::acknowledge);
    Responses.json(
        routes.get(API + "/alert-history"),
        context ->
            ask(new AlertApi.History(Optional.empty(), limit(context))).map(AlertJson::changes));
    Responses.json(
        routes.get(API + "/alert-silences"),
        _ -> ask(new AlertApi.ReadSilences()).map(AlertJson::silences));
    Responses.json(routes.post(API + "/alert-silences"), this::silence);
    Responses.json(
        routes.get(API + "/alert-rules"), _ -> ask(new AlertApi.ReadRules()).map(AlertJson::rules));
    Responses.json(
        routes.get(API + "/alert-rules/check"),
        context -> Future.succeededFuture(check(when(context))));
    Responses.json(routes.get(API + "/alert-rules/replay"), this::replay);
    Responses.json(
        routes.get(API + "/alert-channels"),
        _ -> ask(new AlertApi.ReadChannels()).map(AlertJson::channels));
    Responses.json(
        routes.post(API + "/alert-channels/:name/test"),
        context ->
            ask(new AlertApi.Test(context.pathParam("name")))
                .map(tested -> new JsonObject().put("fault", tested.fault())));
    Responses.json(
        routes.get(API + "/alert-outbox"),
        context -> ask(new AlertApi.ReadOutbox(limit(context))).map(AlertJson::outgoing));
    Responses.json(routes.post(API + "/alert-outbox"), this::sendAgain);
  }

  private <A extends Record> Future<A> ask(AlertApi.AlertRequest<A> request) {
    return AlertApi.ALERTS.request(bus, request);
  }

  private static int limit(RoutingContext context) {
    return Responses.limit(context, USUAL, MOST);
  }

  private Future<JsonObject> page(RoutingContext context) {
    return ask(new AlertApi.Page(
            state(context), query(context, "rule"), query(context, "what"), limit(context)))
        .map(AlertJson::page);
  }

  private static Optional<String> query(RoutingContext context, String name) {
    return Optional.ofNullable(context.queryParams().get(name));
  }

  private static Optional<AlertState> state(RoutingContext context) {
    return query(context, "state")
        .map(text ->
            Arrays.stream(AlertState.values())
                .filter(state -> state.json().equals(text))
                .findFirst()
                .orElseThrow(() ->
                    new FaultException(
                        "state",
                        "is not one of: ok, pending, firing, suppressed, resolved, noData")));
  }

  private static long alert(RoutingContext context) {
    String text = context.pathParam("id");
    if (!text.matches("\\d{1,18}")) {
      throw new FaultException("id", "is not the number of an alert");
    }
    return Long.parseLong(text);
  }

  private Future<JsonObject> ofAlert(RoutingContext context) {
    return ask(new AlertApi.History(Optional.of(alert(context)), limit(context)))
        .map(AlertJson::changes);
  }

  private Future<JsonObject> acknowledge(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    Optional<String> note = fields.text("note");
    String text = fields.complete(() -> note.orElse(""));
    Audited.noteBody(context);
    return ask(new AlertApi.Acknowledge(alert(context), Callers.of(context).name(), text))
        .map(AlertJson::alert);
  }

  private Future<JsonObject> silence(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    Optional<String> rule = fields.text("rule");
    Optional<String> on = fields.text("on");
    Optional<String> length = fields.duration("for");
    Optional<String> note = fields.text("note");
    AlertApi.Mute mute =
        fields.complete(() ->
            new AlertApi.Mute(
                rule.orElse(""),
                scope(on.orElse("all")),
                length(length),
                Callers.of(context).name(),
                note.orElse("")));
    Audited.noteBody(context);
    return ask(mute).map(AlertJson::silences);
  }

  private static Scope scope(String text) {
    try {
      return new Scope(text);
    } catch (IllegalArgumentException e) {
      throw new FaultException("on", e.getMessage());
    }
  }

  private static Duration length(Optional<String> text) {
    try {
      return Durations.parse(
          text.orElseThrow(() ->
              new FaultException("for", "is missing: how long, such as \"2h\"; \"0s\" ends it")));
    } catch (IllegalArgumentException e) {
      throw new FaultException("for", "is " + e.getMessage());
    }
  }

  private static String when(RoutingContext context) {
    return query(context, "when")
        .orElseThrow(() -> new FaultException("when", "is missing: a rule"));
  }

  /// What is wrong in a rule while it is typed.
  private static JsonObject check(String when) {
    try {
      Rule.parse(when);
      return new JsonObject().put("valid", true);
    } catch (RuleException e) {
      return new JsonObject().put("valid", false).put("at", e.at()).put("message", e.getMessage());
    }
  }

  private Future<JsonObject> replay(RoutingContext context) {
    String when = when(context);
    PingId ping =
        query(context, "ping")
            .map(AlertRoutes::ping)
            .orElseThrow(() -> new FaultException("ping", "is missing: the id of a ping"));
    HistorySpan span = HistorySpan.of(context.queryParams(), USUAL_REPLAY, Instant.now());
    return PingLookup.find(bus, ping)
        .compose(found -> {
          Duration patience = found.info().spec().interval().plus(found.info().spec().timeout());
          String id = UUID.randomUUID().toString();
          context.addEndHandler(_ -> ask(new AlertApi.StopReplay(id))); // the client may be gone
          return ask(
              new AlertApi.Replay(
                  id, when, ping, patience.toNanos(), span.fromEpochNanos(), span.toEpochNanos()));
        })
        .map(AlertJson::replayed);
  }

  private static PingId ping(String text) {
    try {
      return PingId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new FaultException("ping", "is not the id of a ping");
    }
  }

  private Future<JsonObject> sendAgain(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    Optional<String> channel = fields.text("channel");
    Optional<String> key = fields.text("key");
    AlertApi.SendAgain request =
        fields.complete(() ->
            new AlertApi.SendAgain(
                channel.orElseThrow(() -> new FaultException("channel", "is missing")),
                key.orElseThrow(() -> new FaultException("key", "is missing"))));
    Audited.note(context, request.channel(), request.key());
    return ask(request).map(AlertJson::outgoing);
  }
}
