package io.pingdeck.web.rest;

import io.pingdeck.base.Durations;
import io.pingdeck.base.FaultException;
import io.pingdeck.heartbeat.api.BeatSenderApi;
import io.pingdeck.heartbeat.api.BeatSenderSnapshot;
import io.pingdeck.heartbeat.api.BeatSenderSpec;
import io.pingdeck.json.HeartbeatJson;
import io.pingdeck.json.JsonFields;
import io.pingdeck.ping.target.Target;
import io.pingdeck.user.api.Caller;
import io.pingdeck.web.access.Callers;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// REST for the heartbeats sent by this program: start, list, stop.
public final class BeatSenderRoutes {
  private static final String SENDERS = "/api/v1/beat-senders";

  private final EventBus bus;

  public BeatSenderRoutes(EventBus bus) {
    this.bus = bus;
  }

  public void install(Routes routes) {
    Responses.json(routes.get(SENDERS), context -> all());
    Responses.respond(
        routes.post(SENDERS), this::start, (context, body) -> Responses.send(context, 201, body));
    Responses.respond(
        routes.delete(SENDERS + "/:name"),
        context -> command(new BeatSenderApi.Stop(context.pathParam("name"))),
        (context, stopped) -> Responses.noContent(context));
  }

  private Future<JsonObject> all() {
    return BeatSenderApi.SENDERS
        .request(bus, new BeatSenderApi.All())
        .map(all -> HeartbeatJson.senders(all.senders()));
  }

  private Future<JsonObject> start(RoutingContext context) {
    return command(new BeatSenderApi.Start(spec(JsonFields.of(context), Callers.of(context))));
  }

  static BeatSenderSpec spec(JsonFields fields, Caller caller) {
    Optional<Target> target = target(fields);
    Optional<String> name = fields.text("name");
    if (name.isEmpty()) {
      fields.faultUnlessFaulty("name", "is missing");
    }
    Duration interval = interval(fields);
    OptionalLong count = count(fields);
    return fields.complete(() ->
        new BeatSenderSpec(
            target.orElseGet(() -> Target.parse("udp://127.0.0.1:12002")),
            name.orElse(""),
            interval,
            count,
            caller));
  }

  private static Optional<Target> target(JsonFields fields) {
    Optional<String> text = fields.text("target");
    if (text.isEmpty()) {
      fields.faultUnlessFaulty("target", "is missing: udp://host:port");
      return Optional.empty();
    }
    try {
      return text.map(Target::parse);
    } catch (FaultException e) {
      e.faults().forEach(fault -> fields.fault("target", fault.message()));
      return Optional.empty();
    }
  }

  private static Duration interval(JsonFields fields) {
    Optional<String> text = fields.duration("interval");
    try {
      Duration interval = text.map(Durations::parse).orElse(Duration.ofSeconds(1));
      if (interval.compareTo(Duration.ofMillis(1)) >= 0) {
        return interval;
      }
      fields.fault("interval", "is too short (at least 1ms)");
    } catch (IllegalArgumentException e) {
      fields.fault("interval", "is " + e.getMessage());
    }
    return Duration.ofSeconds(1);
  }

  private static OptionalLong count(JsonFields fields) {
    OptionalLong count = fields.wholeNumber("count");
    if (count.isPresent() && count.getAsLong() < 1) {
      fields.fault("count", "must be at least 1");
      return OptionalLong.empty();
    }
    return count;
  }

  private Future<JsonObject> command(BeatSenderApi.BeatSenderRequest<BeatSenderSnapshot> command) {
    return BeatSenderApi.SENDERS.request(bus, command).map(HeartbeatJson::sender);
  }
}
