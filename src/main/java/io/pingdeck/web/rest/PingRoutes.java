package io.pingdeck.web.rest;

import io.pingdeck.base.FaultException;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.json.JsonFields;
import io.pingdeck.json.PingJson;
import io.pingdeck.json.SampleJson;
import io.pingdeck.json.StatisticsJson;
import io.pingdeck.ping.api.HttpForm;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.web.access.Audited;
import io.pingdeck.web.access.Callers;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Responses;
import io.pingdeck.web.http.Saving;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// REST for pings: start, list, read, stop, delete.
public final class PingRoutes {
  private static final String PINGS = "/api/v1/pings";
  private static final int USUAL_PINGS = 100;
  private static final int MOST_PINGS = 1000;
  private static final int USUAL_SAMPLES = 600;
  private static final int MOST_SAMPLES = 10_000;

  private final EventBus bus;
  private final Saving saving;
  private final int workers;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private int lastWorker = -1;

  public PingRoutes(EventBus bus, int workers) {
    this.bus = bus;
    saving = new Saving(bus);
    this.workers = workers;
  }

  public void install(Routes routes) {
    Responses.json(routes.get(PINGS), this::list);
    Responses.respond(
        routes.post(PINGS),
        context -> saving.await(context, start(context)),
        Responses.created(PINGS));
    Responses.json(routes.get(PINGS + "/:id"), context -> find(id(context)).map(PingJson::of));
    Responses.respond(
        routes.delete(PINGS + "/:id"),
        context -> saving.await(context, delete(context)),
        (context, ok) -> Responses.noContent(context));
    Responses.json(routes.patch(PINGS + "/:id"), context -> saving.await(context, change(context)));
    Responses.json(
        routes.post(PINGS + "/:id/stop"), context -> saving.await(context, stop(context)));
    Responses.json(
        routes.post(PINGS + "/:id/pause"),
        context -> saving.await(context, command(context, PingApi.Pause::new)));
    Responses.json(
        routes.post(PINGS + "/:id/resume"),
        context -> saving.await(context, command(context, PingApi.Continue::new)));
    Responses.json(routes.get(PINGS + "/:id/statistics"), this::statistics);
    Responses.respond(routes.get(PINGS + "/:id/samples"), this::samples, PingRoutes::sendSamples);
  }

  private Future<JsonObject> list(RoutingContext context) {
    int limit = Responses.limit(context, USUAL_PINGS, MOST_PINGS);
    Optional<PingId> after =
        Optional.ofNullable(context.queryParams().get("after")).map(PingRoutes::afterId);
    return after
        .map(id -> snapshots(new StatsApi.Some(List.of(id))).map(PingRoutes::mustExist))
        .orElse(Future.succeededFuture())
        // One more than requested shows whether there is a next page.
        .compose(ok -> snapshots(new StatsApi.Page(after, limit + 1)))
        .map(answer -> {
          boolean more = answer.pings().size() > limit;
          List<PingSnapshot> page = more ? answer.pings().subList(0, limit) : answer.pings();
          return PingJson.page(page, answer.total(), more);
        });
  }

  private Future<JsonObject> start(RoutingContext context) {
    PingSpec spec = form(JsonFields.of(context)).by(Callers.of(context));
    Audited.note(context, spec.id().toString(), spec.target().toString());
    return PingApi.pinger(nextWorker())
        .request(bus, new PingApi.Start(spec))
        // The ping runs even if the statistics do not reply.
        .compose(ping -> snapshotOf(ping).otherwise(justStarted(ping)))
        .map(PingJson::of);
  }

  /// Assigns new pings to the pinger workers in turn.
  public int nextWorker() {
    lastWorker = (lastWorker + 1) % workers;
    return lastWorker;
  }

  /// The fields of HTTP pings only.
  private static HttpForm http(JsonFields fields) {
    return new HttpForm(
        fields.smallNumber("follow"),
        fields.text("keyword"),
        fields.text("keywordAbsent"),
        fields.truth("insecure"),
        fields.text("headerFile"),
        fields.text("userFile"),
        fields.text("certFile"),
        fields.text("keyFile"));
  }

  /// Whatever the target.
  static PingRequest settings(PingFormBuilder form, JsonFields fields) {
    return form.interval(fields.duration("interval"))
        .timeout(fields.duration("timeout"))
        .count(fields.wholeNumber("count"))
        .size(fields.smallNumber("size"))
        .family(fields.text("family"))
        .ttl(fields.smallNumber("ttl"))
        .tos(fields.smallNumber("tos"))
        .mode(fields.text("mode"))
        .method(fields.text("method"))
        .expect(fields.text("expect"))
        .queryType(fields.text("queryType"))
        .http(http(fields))
        .pin(fields.truth("pin").orElse(false))
        .tags(fields.list("tags"))
        .build();
  }

  private PingSpec form(JsonFields fields) {
    PingFormBuilder named =
        new PingFormBuilder().target(fields.text("target")).name(fields.text("name"));
    PingRequest form = settings(named, fields);
    return fields.complete(() -> form.check(PingId.random(random)));
  }

  /// Stopping an ended ping is a no-op, not an error.
  private Future<JsonObject> stop(RoutingContext context) {
    return find(id(context))
        .compose(ping ->
            ping.info().state().isEnded()
                ? Future.succeededFuture(ping)
                : command(ping, new PingApi.Stop(ping.info().id())))
        .map(PingJson::of);
  }

  private Future<JsonObject> command(
      RoutingContext context, Function<PingId, PingApi.PingerRequest<PingInfo>> command) {
    return find(id(context))
        .compose(ping -> command(ping, command.apply(ping.info().id())))
        .map(PingJson::of);
  }

  /// The target stays: the history is that of one target.
  private Future<JsonObject> change(RoutingContext context) {
    JsonFields fields = JsonFields.of(context);
    PingRequest changes =
        new PingFormBuilder()
            .name(fields.text("name"))
            .tags(fields.list("tags"))
            .interval(fields.duration("interval"))
            .timeout(fields.duration("timeout"))
            .size(fields.smallNumber("size"))
            .ttl(fields.smallNumber("ttl"))
            .tos(fields.smallNumber("tos"))
            .build();
    fields.complete(() -> changes);
    return command(context, id -> new PingApi.Change(id, changes, Callers.of(context)));
  }

  private Future<PingSnapshot> command(
      PingSnapshot before, PingApi.PingerRequest<PingInfo> command) {
    return PingApi.pinger(before.info().worker())
        .request(bus, command)
        // The command was carried out even if the statistics do not reply.
        .compose(ping -> snapshotOf(ping).otherwise(before.with(ping)));
  }

  private Future<Void> delete(RoutingContext context) {
    return find(id(context)).compose(this::delete);
  }

  private Future<Void> delete(PingSnapshot ping) {
    PingId id = ping.info().id();
    return PingApi.pinger(ping.info().worker())
        .request(bus, new PingApi.Delete(id))
        .<Void>mapEmpty()
        .recover(e ->
            e instanceof RequestFailure failure && failure.isUnknown()
                ? forget(id)
                : Future.failedFuture(e));
  }

  /// The worker may have evicted an ended ping; this notifies all others.
  private Future<Void> forget(PingId id) {
    PingApi.EVENTS.publish(bus, new PingEvent.Deleted(id));
    return Future.succeededFuture();
  }

  private Future<JsonObject> statistics(RoutingContext context) {
    PingId id = id(context);
    return StatsApi.STATS.request(bus, new StatsApi.ReadStatistics(id)).map(StatisticsJson::of);
  }

  private Future<List<Sample>> samples(RoutingContext context) {
    PingId id = id(context);
    int limit = Responses.limit(context, USUAL_SAMPLES, MOST_SAMPLES);
    return find(id)
        .compose(ping -> StatsApi.STATS.request(bus, new StatsApi.ReadSamples(id, limit)))
        .map(StatsApi.Samples::samples);
  }

  private static void sendSamples(RoutingContext context, List<Sample> samples) {
    StringBuilder body = new StringBuilder("{\"samples\":[");
    SampleJson json = new SampleJson();
    String separator = "";
    for (Sample sample : samples) {
      body.append(separator).append(json.addWithoutPing(sample).take());
      separator = ",";
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.append("]}").toString());
  }

  private Future<PingSnapshot> find(PingId id) {
    return PingLookup.find(bus, id);
  }

  /// A ping as the worker just reported it, with its statistics.
  private Future<PingSnapshot> snapshotOf(PingInfo info) {
    return snapshots(new StatsApi.Some(List.of(info.id())))
        .map(answer ->
            answer.pings().isEmpty() ? justStarted(info) : answer.pings().getFirst().with(info));
  }

  private static PingSnapshot justStarted(PingInfo info) {
    return PingSnapshot.withoutSamples(info, PingCounters.ZERO, Optional.empty());
  }

  private Future<StatsApi.Snapshots> snapshots(StatsApi.StatsRequest<StatsApi.Snapshots> query) {
    return StatsApi.STATS.request(bus, query);
  }

  static PingId id(RoutingContext context) {
    String text = context.pathParam("id");
    try {
      return PingId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new HttpException(404, "no such ping: an id has 8 letters and digits", e);
    }
  }

  private static PingId afterId(String text) {
    try {
      return PingId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new FaultException("after", e.getMessage());
    }
  }

  private static Void mustExist(StatsApi.Snapshots after) {
    if (after.pings().isEmpty()) {
      throw new FaultException("after", "that ping no longer exists: start again without it");
    }
    return null;
  }
}
