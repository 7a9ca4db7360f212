package io.pingdeck.json;

import io.pingdeck.base.Durations;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.Fault;
import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.SinceChange;
import io.pingdeck.net.Capabilities;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.EngineCounters;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.Stalls;
import io.pingdeck.ping.api.WorkerStatus;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.LossWindow;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.PingStatistics;
import io.pingdeck.stats.api.ServiceStatus;
import io.pingdeck.stats.api.StatisticsTree;
import io.pingdeck.stats.rtt.RttSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What leaves the server as JSON, with every key; samples are in [SampleJson]. What is undefined
/// has no key.
public final class JsonViews {
  private JsonViews() {}

  public static JsonObject ping(PingSnapshot ping) {
    JsonObject json = info(ping.info());
    json.put("counters", counters(ping.counters()));
    json.put("status", status(ping.status()));
    ping.availability().percent().ifPresent(percent -> json.put("availabilityPercent", percent));
    ping.counters().lossPercent().ifPresent(loss -> json.put("lossPercent", loss));
    json.put("lastMinute", lossWindow(ping.lastMinute()));
    ping.lastRttNanos().ifPresent(rtt -> json.put("lastRttNanos", rtt));
    ping.rtt().ifPresent(rtt -> json.put("rttNanos", rtt(rtt)));
    ping.jitterNanos().ifPresent(jitter -> json.put("jitterNanos", Math.round(jitter)));
    ping.ipdvMeanAbsoluteNanos()
        .ifPresent(ipdv -> json.put("ipdvMeanAbsoluteNanos", Math.round(ipdv)));
    return json.put("recent", ping.recent());
  }

  private static JsonObject addressChange(AddressChange change) {
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
    if (!info.others().isEmpty()) {
      json.put(
          "otherAddresses", new JsonArray(info.others().stream().map(Endpoint::toString).toList()));
    }
    if (!info.changes().isEmpty()) {
      json.put(
          "addressChanges",
          new JsonArray(info.changes().stream().map(JsonViews::addressChange).toList()));
    }
    if (spec.pin()) {
      json.put("pin", true);
    }
    json.put("state", info.state().json());
    if (!info.reason().isEmpty()) {
      json.put("reason", info.reason());
    }
    json.put("startedAt", info.startedAt().toString());
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
          new JsonArray(info.bareErrors().stream().map(JsonViews::bareError).toList()));
    }
    return http(spec.http(), json);
  }

  /// Files are told by their names; nothing of what they hold is known here.
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

  private static JsonObject bareError(BareIcmpError error) {
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
    counters.outcomes().forEach(json::put);
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

  private static JsonObject rtt(RttSummary rtt) {
    return new JsonObject()
        .put("count", rtt.count())
        .put("min", rtt.min())
        .put("mean", Math.round(rtt.mean()))
        .put("median", rtt.median())
        .put("p95", rtt.p95())
        .put("p99", rtt.p99())
        .put("max", rtt.max())
        .put("stddev", Math.round(rtt.stddev()));
  }

  public static JsonObject statistics(PingStatistics statistics) {
    return new JsonObject()
        .put("ping", statistics.ping().toString())
        .put("windows", new JsonArray(StatisticsTree.windows(statistics)));
  }

  /// @param more whether older pings follow behind the last of these
  public static JsonObject page(List<PingSnapshot> pings, int total, boolean more) {
    JsonObject json =
        new JsonObject()
            .put("pings", new JsonArray(pings.stream().map(JsonViews::ping).toList()))
            .put("total", total);
    if (more) {
      json.put("next", pings.getLast().info().id().toString());
    }
    return json;
  }

  private static JsonObject connections(ConnectionCounts counts) {
    return new JsonObject()
        .put("open", counts.open())
        .put("accepted", counts.accepted())
        .put("refused", counts.refused())
        .put("idle", counts.idle())
        .put("reset", counts.reset());
  }

  /// One ping of a list that was started.
  public static JsonObject startedPing(int line, PingInfo ping) {
    return new JsonObject()
        .put("line", line)
        .put("id", ping.id().toString())
        .put("target", ping.spec().target().toString())
        .put("address", ping.address().toString());
  }

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

  public static JsonObject echoServer(EchoSnapshot server) {
    JsonObject json =
        new JsonObject()
            .put("id", server.id().toString())
            .put("protocol", server.spec().protocol().scheme())
            .put("host", server.spec().host())
            .put("port", server.spec().port());
    server.listening().ifPresent(address -> json.put("listening", address.toString()));
    json.put("state", state(server));
    if (!server.reason().isEmpty()) {
      json.put("reason", server.reason());
    }
    json.put("mode", server.spec().mode().json());
    ImpairmentJson.write(json, server.spec().impairment());
    json.put("received", server.received())
        .put("replied", server.replied())
        .put("waiting", server.waiting())
        .put("drops", counts(server.drops()))
        .put("injected", counts(server.injected()))
        .put("sinceChange", sinceChange(server.sinceChange()));
    server.connections().ifPresent(counts -> json.put("connections", connections(counts)));
    server.kernelDrops().ifPresent(count -> json.put("kernelDrops", count));
    return json;
  }

  private static JsonObject sinceChange(SinceChange since) {
    return new JsonObject()
        .put("at", since.at().toString())
        .put("received", since.received())
        .put("replied", since.replied())
        .put("drops", counts(since.drops()))
        .put("injected", counts(since.injected()));
  }

  private static JsonObject counts(Map<String, Long> counts) {
    JsonObject json = new JsonObject();
    counts.forEach(json::put);
    return json;
  }

  private static String state(EchoSnapshot server) {
    if (server.listening().isPresent()) {
      return "running";
    }
    return server.reason().isEmpty() ? "stopped" : "failed";
  }

  public static JsonObject echoServers(List<EchoSnapshot> servers) {
    return new JsonObject()
        .put("echoServers", new JsonArray(servers.stream().map(JsonViews::echoServer).toList()));
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

  /// An error (RFC 9457). `about:blank` says that the status tells what kind it is.
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
