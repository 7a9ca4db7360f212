package io.pingdeck.web;

import io.pingdeck.bus.Addresses;
import io.pingdeck.bus.PingAnswer;
import io.pingdeck.bus.PingCommand;
import io.pingdeck.probe.FaultException;
import io.pingdeck.probe.ListedPing;
import io.pingdeck.probe.PingForm;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingInfo;
import io.pingdeck.probe.TargetList;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// REST for starting many pings with the same settings: all of them, or none and every faulty line.
final class PingBatchRoute {
  private static final String BATCH = "/api/v1/pings/batch";

  /// Room for 50,000 targets of 80 characters.
  private static final int BODY_BYTES = 4 * 1024 * 1024;

  private final EventBus bus;
  private final IntSupplier nextWorker;
  private final RandomGenerator random = RandomGenerator.getDefault();

  /// @param nextWorker the pinger worker whose turn it is: a whole list goes to one
  PingBatchRoute(EventBus bus, IntSupplier nextWorker) {
    this.bus = bus;
    this.nextWorker = nextWorker;
  }

  /// Before the route that limits bodies to what other requests need.
  void install(Router router) {
    router.post(BATCH).handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES));
    Replies.respond(
        router.post(BATCH), this::start, (context, body) -> Replies.send(context, 201, body));
  }

  private Future<JsonObject> start(RoutingContext context) {
    List<ListedPing> list = list(Fields.of(context));
    return Addresses.pinger(nextWorker.getAsInt())
        .request(bus, new PingCommand.StartAll(list))
        .map(answer ->
            switch (answer) {
              case PingAnswer.AllStarted(var pings) -> started(list, pings);
              case PingAnswer.Refused(var faults) -> throw new FaultException(faults);
              case PingAnswer.Done _, PingAnswer.Probed _, PingAnswer.Unknown _ ->
                  throw new IllegalStateException("one ping answered for many: " + answer);
            });
  }

  private List<ListedPing> list(Fields fields) {
    List<String> targets = targets(fields);
    PingForm common =
        new PingForm(
            Optional.empty(),
            Optional.empty(),
            fields.duration("interval"),
            fields.duration("timeout"),
            fields.wholeNumber("count"),
            fields.smallNumber("size"),
            fields.text("family"),
            fields.smallNumber("ttl"),
            fields.smallNumber("tos"),
            fields.text("mode"),
            fields.text("method"),
            fields.text("expect"),
            fields.text("queryType"));
    return fields.complete(() -> TargetList.check(targets, common, () -> PingId.random(random)));
  }

  private static List<String> targets(Fields fields) {
    Optional<List<String>> list = fields.texts(TargetList.FIELD);
    if (list.isPresent()) {
      return list.get();
    }
    Optional<String> text = fields.text(TargetList.FIELD);
    if (text.isEmpty()) {
      fields.replaceFault(
          TargetList.FIELD, "must be a list of targets, or text with one on each line");
    }
    return text.map(lines -> lines.lines().toList()).orElse(List.of());
  }

  private static JsonObject started(List<ListedPing> list, List<PingInfo> pings) {
    List<JsonObject> items = new ArrayList<>();
    for (int i = 0; i < pings.size(); i++) {
      items.add(JsonViews.startedPing(list.get(i).line(), pings.get(i)));
    }
    return new JsonObject().put("started", items.size()).put("pings", new JsonArray(items));
  }
}
