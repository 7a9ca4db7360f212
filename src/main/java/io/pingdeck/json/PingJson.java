package io.pingdeck.json;

import io.pingdeck.base.Durations;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.LossWindow;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.ServiceStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/// Pings as JSON; their samples are in [SampleJson]. Undefined values have no key.
public final class PingJson {
  private PingJson() {}

  public static JsonObject of(PingSnapshot ping) {
    JsonObject json = info(ping.info());
    json.put("counters", counters(ping.counters()));
    json.put("status", status(ping.status()));
    ping.availability().percent().ifPresent(percent -> json.put("availabilityPercent", percent));
    ping.counters().lossPercent().ifPresent(loss -> json.put("lossPercent", loss));
    json.put("lastMinute", lossWindow(ping.lastMinute()));
    ping.lastRttNanos().ifPresent(rtt -> json.put("lastRttNanos", rtt));
    return figures(json, ping).put("recent", ping.recent());
  }

  /// The summary of an ended ping, as printed by the command line.
  public static JsonObject summary(PingSnapshot ping) {
    PingInfo info = ping.info();
    JsonObject json =
        new JsonObject()
            .put("target", info.spec().target().toString())
            .put("address", info.address().toString());
    otherAddresses(json, info);
    json.mergeIn(counters(ping.counters()));
    ping.counters().lossPercent().ifPresent(loss -> json.put("lossPercent", loss));
    return figures(json, ping);
  }

  /// Adds the RTT statistics of a ping.
  public static JsonObject figures(JsonObject json, PingSnapshot ping) {
    ping.rtt().ifPresent(rtt -> json.put("rttNanos", RttJson.ping(rtt)));
    ping.jitterNanos().ifPresent(jitter -> json.put("jitterNanos", Math.round(jitter)));
    ping.ipdvMeanAbsoluteNanos()
        .ifPresent(ipdv -> json.put("ipdvMeanAbsoluteNanos", Math.round(ipdv)));
    return json;
  }

  private static void otherAddresses(JsonObject json, PingInfo info) {
    if (!info.others().isEmpty()) {
      json.put(
          "otherAddresses", new JsonArray(info.others().stream().map(Endpoint::toString).toList()));
    }
  }

  public static JsonObject addressChange(AddressChange change) {
    return new JsonObject()
        .put("at", change.at().toString())
        .put("from", change.from().toString())
        .put("to", change.to().toString())
        .put("reason", change.reason());
  }

  private static JsonObject info(PingInfo info) {
    PingSpec spec = info.spec();
    JsonObject json =
        new JsonObject()
            .put("id", spec.id().toString())
            .put("name", spec.name())
            .put("target", spec.target().toString())
            .put("address", info.address().toString());
    if (!spec.tags().isEmpty()) {
      json.put("tags", new JsonArray(List.copyOf(spec.tags())));
    }
    otherAddresses(json, info);
    if (!info.changes().isEmpty()) {
      json.put(
          "addressChanges",
          new JsonArray(info.changes().stream().map(PingJson::addressChange).toList()));
    }
    if (spec.pin()) {
      json.put("pin", true);
    }
    json.put("state", info.state().json());
    if (!info.reason().isEmpty()) {
      json.put("reason", info.reason());
    }
    CallerJson.put(json, spec.startedBy());
    json.put("startedAt", info.startedAt().toString());
    if (!info.state().isEnded()) {
      info.endsAt().ifPresent(end -> json.put("endsAt", end.toString()));
    }
    info.endedAt().ifPresent(end -> json.put("endedAt", end.toString()));
    json.put("interval", Durations.format(spec.interval()))
        .put("timeout", Durations.format(spec.timeout()));
    spec.count().ifPresent(count -> json.put("count", count));
    json.put("size", spec.payloadBytes())
        .put("family", spec.family().name().toLowerCase(Locale.ROOT));
    spec.hopLimit().ifPresent(ttl -> json.put("ttl", ttl));
    if (spec.trafficClass() != 0) {
      json.put("tos", spec.trafficClass());
    }
    spec.mode().ifPresent(mode -> json.put("mode", mode.json()));
    spec.method().ifPresent(method -> json.put("method", method.name()));
    spec.expected()
        .filter(_ -> !spec.startsTls())
        .ifPresent(expected -> json.put("expect", expected.text()));
    if (!info.bareErrors().isEmpty()) {
      json.put(
          "bareIcmpErrors",
          new JsonArray(info.bareErrors().stream().map(PingJson::bareError).toList()));
    }
    return http(spec.http(), json);
  }

  /// Files are represented by their names only; their contents are not available here.
  private static JsonObject http(HttpOptions http, JsonObject json) {
    if (http.follow() > 0) {
      json.put("follow", http.follow());
    }
    if (http.insecure()) {
      json.put("insecure", true);
    }
    http.keyword().ifPresent(text -> json.put("keyword", text));
    http.keywordAbsent().ifPresent(text -> json.put("keywordAbsent", text));
    http.headerFile().ifPresent(name -> json.put("headerFile", name));
    http.userFile().ifPresent(name -> json.put("userFile", name));
    http.certFile().ifPresent(name -> json.put("certFile", name));
    http.keyFile().ifPresent(name -> json.put("keyFile", name));
    return json;
  }

  private static JsonObject status(ServiceStatus status) {
    JsonObject json =
        new JsonObject()
            .put("state", status.state().json())
            .put("since", EpochNanos.instant(status.sinceEpochNanos()).toString());
    if (!status.reason().isEmpty()) {
      json.put("reason", status.reason());
    }
    return status.reached() ? json.put("reached", true) : json;
  }

  public static JsonObject bareError(BareIcmpError error) {
    return new JsonObject()
        .put("at", EpochNanos.instant(error.atEpochNanos()).toString())
        .put("type", error.type())
        .put("code", error.code())
        .put("name", error.name())
        .put("from", error.from().host());
  }

  private static JsonObject counters(PingCounters counters) {
    JsonObject json =
        new JsonObject().put("planned", counters.planned()).put("sent", counters.sent());
    counters.outcomes().byName().forEach(json::put);
    return json.put("inFlight", counters.inFlight())
        .put("skipped", counters.skipped())
        .put("duplicates", counters.duplicates())
        .put("reordered", counters.reordered())
        .put("corrupt", counters.corrupt())
        .put("wrongSource", counters.wrongSource())
        .put("conflicts", counters.conflicts());
  }

  private static JsonObject lossWindow(LossWindow window) {
    JsonObject json =
        new JsonObject()
            .put("concluded", window.concluded())
            .put("unanswered", window.unanswered());
    window.lossPercent().ifPresent(loss -> json.put("lossPercent", loss));
    return json;
  }

  /// @param more whether older pings follow the last of these
  public static JsonObject page(List<PingSnapshot> pings, int total, boolean more) {
    JsonObject json =
        new JsonObject()
            .put("pings", new JsonArray(pings.stream().map(PingJson::of).toList()))
            .put("total", total);
    if (more) {
      json.put("next", pings.getLast().info().id().toString());
    }
    return json;
  }

  /// One started ping of a list.
  public static JsonObject started(int line, PingInfo ping) {
    return new JsonObject()
        .put("line", line)
        .put("id", ping.id().toString())
        .put("target", ping.spec().target().toString())
        .put("address", ping.address().toString());
  }
}
