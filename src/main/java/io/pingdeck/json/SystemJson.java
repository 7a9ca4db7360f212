package io.pingdeck.json;

import io.pingdeck.base.Fault;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.net.Capabilities;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.EngineCounters;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.Stalls;
import io.pingdeck.ping.api.WorkerStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// The program itself, its workers and its errors as JSON.
public final class SystemJson {
  private SystemJson() {}

  public static JsonObject worker(WorkerStatus status) {
    LoopStatus loop = status.loop();
    JsonObject json =
        new JsonObject()
            .put("worker", status.worker())
            .put("pings", loop.pings())
            .put("probesPerSecond", loop.probesPerSecond());
    loop.lateness()
        .ifPresent(lateness ->
            json.put(
                "latenessNanos",
                new JsonObject()
                    .put("p50", lateness.p50())
                    .put("p99", lateness.p99())
                    .put("max", lateness.max())));
    loop.kernelDrops().ifPresent(drops -> json.put("kernelDrops", drops));
    ConnectionSlots slots = loop.slots();
    JsonObject taken = new JsonObject().put("tcp", slots.tcp()).put("http", slots.http());
    json.put("connectionSlots", taken.put("most", slots.most()));
    EngineCounters strays = loop.strays();
    Stalls stalls = loop.stalls();
    return json.put("clocks", loop.clocks().json())
        .put(
            "stalls",
            new JsonObject()
                .put("count", stalls.count())
                .put("longestNanos", stalls.longestNanos())
                .put("suspensions", stalls.suspensions())
                .put("suspendedNanos", stalls.suspendedNanos()))
        .put(
            "strays",
            new JsonObject()
                .put("staleReplies", strays.staleReplies())
                .put("forgedReplies", strays.forgedReplies())
                .put("corruptReplies", strays.corruptReplies())
                .put("unmatchedReplies", strays.unmatchedReplies())
                .put("unmatchedErrors", strays.unmatchedErrors())
                .put("advisoryErrors", strays.advisoryErrors())
                .put("bareErrors", strays.bareErrors()));
  }

  public static JsonObject capabilities(Capabilities capabilities) {
    JsonObject json =
        new JsonObject()
            .put("implementation", capabilities.implementation())
            .put("icmpErrors", capabilities.icmpErrors())
            .put("kernelStamps", capabilities.kernelStamps())
            .put("icmp", capabilities.icmp())
            .put("missing", new JsonArray(capabilities.missing()));
    capabilities.noIcmpAnswers().ifPresent(why -> json.put("noIcmpAnswers", why));
    return json;
  }

  /// Where the data is, as in the description of the API.
  public static JsonObject data(DataPlace place) {
    JsonObject json =
        new JsonObject().put("folder", place.folder().toString()).put("from", place.from());
    place.notice().ifPresent(sentence -> json.put("notice", sentence));
    return json;
  }

  /// An error (RFC 9457). `about:blank` means that the status alone determines the type.
  public static JsonObject problem(int status, String title, String detail, List<Fault> faults) {
    JsonObject json =
        new JsonObject().put("type", "about:blank").put("title", title).put("status", status);
    if (!detail.isEmpty()) {
      json.put("detail", detail);
    }
    if (!faults.isEmpty()) {
      JsonArray errors = new JsonArray();
      faults.forEach(fault ->
          errors.add(new JsonObject().put("field", fault.field()).put("message", fault.message())));
      json.put("errors", errors);
    }
    return json;
  }
}
