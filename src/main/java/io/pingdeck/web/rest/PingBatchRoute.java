package io.pingdeck.web.rest;

import io.pingdeck.json.JsonFields;
import io.pingdeck.json.PingJson;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.user.api.Caller;
import io.pingdeck.web.access.Callers;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.BodyBound;
import io.pingdeck.web.http.Responses;
import io.pingdeck.web.http.Saving;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// REST for starting many pings with the same settings: either all start, or none and every faulty
/// line is reported.
public final class PingBatchRoute {
  private static final String BATCH = "/api/v1/pings/batch";

  /// Enough for 50,000 targets of 80 characters.
  private static final int BODY_BYTES = JsonFields.LONGEST_TEXT;

  /// Maximum number of lists handled concurrently. Each may hold tens of megabytes until its
  /// response is sent.
  private static final int MOST = 2;

  private final EventBus bus;
  private final Saving saving;
  private final IntSupplier nextWorker;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final int mostPings;
  private int taken;

  /// @param nextWorker selects the next pinger worker; one worker gets the whole list
  /// @param mostPings maximum number of pings per worker
  public PingBatchRoute(EventBus bus, IntSupplier nextWorker, int mostPings) {
    this.mostPings = mostPings;
    this.bus = bus;
    saving = new Saving(bus);
    this.nextWorker = nextWorker;
  }

  public void install(Routes routes) {
    Route route =
        routes
            .unread(HttpMethod.POST, BATCH)
            .handler(this::enter)
            .handler(new BodyBound(BODY_BYTES));
    Responses.respond(route, this::start, PingBatchRoute::send);
  }

  private void enter(RoutingContext context) {
    if (taken >= MOST) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      throw new HttpException(503, MOST + " other target lists are being processed: try again");
    }
    taken++;
    context.addEndHandler(_ -> taken--);
    context.next();
  }

  /// Reading and writing take time proportional to the list, so both run off the event loop.
  private Future<Buffer> start(RoutingContext context) {
    Vertx vertx = context.vertx();
    Caller caller = Callers.of(context);
    return vertx
        .executeBlocking(() -> list(JsonFields.of(context), caller), false)
        .compose(list ->
            PingApi.pinger(nextWorker.getAsInt())
                .request(bus, new PingApi.StartAll(list))
                .map(PingApi.Started::pings)
                .compose(pings -> saving.await(context, Future.succeededFuture(pings)))
                .compose(
                    pings -> vertx.executeBlocking(() -> started(context, list, pings), false)));
  }

  private List<ListedPing> list(JsonFields fields, Caller caller) {
    List<String> targets = targets(fields);
    TargetList.checkCount(targets, mostPings);
    PingRequest common = PingRoutes.settings(new PingFormBuilder(), fields);
    return fields
        .complete(() -> TargetList.check(targets, common, () -> PingId.random(random)))
        .stream()
        .map(ping -> ping.by(caller))
        .toList();
  }

  static List<String> targets(JsonFields fields) {
    Optional<List<String>> list = fields.texts(TargetList.FIELD);
    if (list.isPresent()) {
      return list.get();
    }
    Optional<String> text = fields.text(TargetList.FIELD);
    if (text.isEmpty()) {
      fields.replaceFault(
          TargetList.FIELD, "must be a list of targets, or text with one on each line");
    }
    return text.map(TargetList::lines).orElse(List.of());
  }

  private static Buffer started(
      RoutingContext context, List<ListedPing> list, List<PingInfo> pings) {
    List<JsonObject> items = new ArrayList<>();
    for (int i = 0; i < pings.size(); i++) {
      items.add(PingJson.started(list.get(i).line(), pings.get(i)));
    }
    JsonObject body =
        new JsonObject().put("started", items.size()).put("pings", new JsonArray(items));
    return Saving.told(context, body).toBuffer();
  }

  private static void send(RoutingContext context, Buffer body) {
    context
        .response()
        .setStatusCode(201)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body);
  }
}
