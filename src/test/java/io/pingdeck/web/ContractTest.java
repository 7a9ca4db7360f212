package io.pingdeck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.EngineCounters;
import io.pingdeck.ping.api.Lateness;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.Stalls;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The server fulfills openapi.yaml, which documents everything that the server does.
@ExtendWith(VertxExtension.class)
class ContractTest {
  private static final String PINGS = "/api/v1/pings";
  private static final String SERVERS = "/api/v1/echo-servers";
  private static final int PROBES = Outcome.values().length + 1;

  private Site site;
  private Contract contract;
  private final Set<String> tried = new HashSet<>();

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
    contract = new Contract(site.get("/openapi.yaml").body());
  }

  @Test
  void everyOperationHasARouteAndEveryRouteAnOperation() {
    // Routes for all methods only check; the route with an expression serves the page's files.
    Set<String> routes = new TreeSet<>();
    for (Route route : site.web().routes()) {
      if (route.methods() != null && route.getPath() != null && !route.getPath().contains("(")) {
        String path = route.getPath().replaceAll(":(\\w+)", "{$1}");
        route.methods().forEach(method -> routes.add(method + " " + path));
      }
    }

    assertThat(routes).isEqualTo(contract.operations());
  }

  @Test
  void requestWithoutTheBodyItNeedsIs400() {
    for (String operation : contract.operationsWithBody()) {
      String[] parts = operation.split(" ", 2);
      String path = parts[1].replace("{id}", "udp-127.0.0.1-12000").replace("{name}", "job");

      Reply reply = check(operation, site.send(parts[0], path, ""));

      assertThat(reply.status()).as(operation).isEqualTo(400);
    }
  }

  @Test
  void wholeSessionIsAsPromised() {
    pings();
    batch();
    echoServers();
    heartbeats();
    alerts();
    access();
    system();
    ok("GET /openapi.yaml", get("/openapi.yaml"));
    assertThat(ok("GET /metrics", get("/metrics?pings=1")).body())
        .contains("pingdeck_pings_left_out");
    check("GET /metrics", get("/metrics?pings=0"));
    assertThat(ok("GET /probe", get("/probe?target=127.0.0.1&module=icmp")).body())
        .contains("probe_success 1.0")
        .contains("probe_icmp_duration_seconds{phase=\"rtt\"} 2.5E-4")
        .contains("probe_icmp_reply_hop_limit 64.0");
    assertThat(ok("GET /probe", get("/probe?target=192.0.2.1:9&module=tcp_connect")).body())
        .contains("probe_success 0.0");
    assertThat(ok("GET /probe", get("/probe?target=not%20a%20host")).body())
        .contains("probe_success 0.0");
    check("GET /probe", get("/probe?module=smtp"));
    check("GET /probe", get("/probe"));
    ok("GET /health/live", get("/health/live"));
    ok("GET /health/ready", get("/health/ready"));
    check("GET /api/v1/live", get("/api/v1/live"));

    assertThat(tried).containsAll(contract.operations());
  }

  private void pings() {
    JsonObject form = new JsonObject().put("target", "udp://127.0.0.1:12000").put("count", 9);
    Reply started = check("POST /api/v1/pings", site.post(PINGS, form));
    assertThat(started.status()).isEqualTo(201);
    PingId id = PingId.parse(started.json().getString("id"));
    site.startPing();
    site.pinger.publish(everyOutcome(id));
    site.pinger.bareError(
        id, new BareIcmpError(PingSamples.NOW, 3, 1, Endpoint.ipv4(0x7f000001, 0)));

    ok("GET /api/v1/pings", get(PINGS));
    ok("GET /api/v1/pings", get(PINGS + "?limit=1"));
    Reply ping = ok("GET /api/v1/pings/{id}", get(PINGS + "/" + id));
    assertThat(ping.json().fieldNames()).contains("rttNanos", "jitterNanos", "lossPercent");
    assertThat(ping.json().getJsonArray("bareIcmpErrors").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("at", "2026-01-01T00:00:00Z")
                .put("type", 3)
                .put("code", 1)
                .put("name", "host unreachable")
                .put("from", "127.0.0.1"));
    Reply samples = ok("GET /api/v1/pings/{id}/samples", get(PINGS + "/" + id + "/samples"));
    assertThat(samples.json().getJsonArray("samples")).hasSize(PROBES);
    ok("GET /api/v1/pings/{id}/statistics", get(PINGS + "/" + id + "/statistics"));
    history(id);
    ok("POST /api/v1/pings/{id}/pause", site.send("POST", PINGS + "/" + id + "/pause", ""));
    ok("POST /api/v1/pings/{id}/resume", site.send("POST", PINGS + "/" + id + "/resume", ""));
    ok(
        "PATCH /api/v1/pings/{id}",
        site.send("PATCH", PINGS + "/" + id, "{\"tags\":[\"berlin\"],\"timeout\":\"2s\"}"));
    ok("POST /api/v1/pings/{id}/stop", site.send("POST", PINGS + "/" + id + "/stop", ""));
    check("DELETE /api/v1/pings/{id}", site.send("DELETE", PINGS + "/" + id, ""));

    check("GET /api/v1/pings/{id}", get(PINGS + "/" + id));
    check("GET /api/v1/pings/{id}/statistics", get(PINGS + "/" + id + "/statistics"));
    check("GET /api/v1/pings", get(PINGS + "?limit=0&after=x"));
    check("POST /api/v1/pings", site.post(PINGS, new JsonObject().put("colour", "red")));
    check("POST /api/v1/pings", site.send("POST", PINGS, "nonsense"));
    check("POST /api/v1/pings", site.send("POST", PINGS, " ".repeat(10_000)));
  }

  private void history(PingId id) {
    String from = "?from=2026-01-01T00:00:00Z&to=2026-01-01T00:10:00Z";
    site.awaitHistory(PROBES);
    Reply series = ok("GET /api/v1/pings/{id}/history", get(PINGS + "/" + id + "/history" + from));
    assertThat(series.json().getJsonArray("buckets").getJsonObject(0).getInteger("lost"))
        .isEqualTo(1);
    ok("GET /api/v1/pings/{id}/history", get(PINGS + "/" + id + "/history"));
    for (String format : new String[] {"csv", "json", "ndjson"}) {
      Reply export =
          ok(
              "GET /api/v1/pings/{id}/export",
              get(PINGS + "/" + id + "/export" + from + "&format=" + format));
      assertThat(export.body()).contains("icmpError").contains("serverLost");
    }
    Reply irtt = ok("GET /api/v1/pings/{id}/export", get(PINGS + "/" + id + "/export?format=irtt"));
    JsonObject stats = irtt.json().getJsonObject("stats");
    assertThat(stats.getLong("packets_sent")).isEqualTo(7);
    assertThat(stats.getLong("packets_received")).isEqualTo(2);
    assertThat(stats.getJsonObject("rtt").fieldNames()).contains("n", "median", "variance");
    check("GET /api/v1/pings/{id}/history", get(PINGS + "/00000000/history"));
    check("GET /api/v1/pings/{id}/history", get(PINGS + "/" + id + "/history?from=x&points=0"));
    check("GET /api/v1/pings/{id}/export", get(PINGS + "/" + id + "/export?format=xml"));
  }

  private void batch() {
    JsonObject form = new JsonObject().put("targets", "udp://127.0.0.1:1\n\nicmp://::1 # six");
    String batch = PINGS + "/batch";
    check("POST /api/v1/pings/batch", site.post(batch, form));
    Reply started =
        check(
            "POST /api/v1/pings/batch",
            site.post(batch, form.put("targets", "udp://127.0.0.1:1\n\nicmp://[::1] # six")));
    assertThat(started.status()).isEqualTo(201);
    assertThat(started.json().getInteger("started")).isEqualTo(2);
    assertThat(started.json().getJsonArray("pings").getJsonObject(1).getInteger("line"))
        .isEqualTo(3);
  }

  private void access() {
    Reply session = ok("GET /api/v1/session", get("/api/v1/session"));
    assertThat(session.json().getJsonObject("user").getString("name")).isEqualTo("local");
    JsonObject login = new JsonObject().put("name", "ada").put("password", "correct horse");
    check("POST /api/v1/session", site.post("/api/v1/session", login));
    check("POST /api/v1/session/oidc", site.send("POST", "/api/v1/session/oidc", ""));
    String answer = "{\"code\":\"a\",\"state\":\"b\"}";
    check("POST /api/v1/session/oidc/code", site.send("POST", "/api/v1/session/oidc/code", answer));
    check("DELETE /api/v1/session", site.send("DELETE", "/api/v1/session", ""));
    String passwords = "{\"old\":\"a\",\"new\":\"b\"}";
    check("PUT /api/v1/session/password", site.send("PUT", "/api/v1/session/password", passwords));
    check("POST /api/v1/setup", site.post("/api/v1/setup", login.copy().put("code", "x")));

    Reply added =
        check("POST /api/v1/users", site.post("/api/v1/users", login.put("role", "admin")));
    assertThat(added.status()).isEqualTo(201);
    check("POST /api/v1/users", site.post("/api/v1/users", login));
    ok("GET /api/v1/users", get("/api/v1/users"));
    String ada = "/api/v1/users/ada";
    ok("PATCH /api/v1/users/{name}", site.send("PATCH", ada, "{\"password\":\"longer horse\"}"));
    check("PATCH /api/v1/users/{name}", site.send("PATCH", ada, "{\"role\":\"viewer\"}"));
    check("DELETE /api/v1/users/{name}", site.send("DELETE", "/api/v1/users/bob", ""));

    JsonObject token = new JsonObject().put("name", "ci").put("role", "viewer");
    Reply made =
        check("POST /api/v1/tokens", site.post("/api/v1/tokens", token.put("expires", "90d")));
    assertThat(made.json().getString("secret")).startsWith("pd_");
    ok("GET /api/v1/tokens", get("/api/v1/tokens"));
    String one = "/api/v1/tokens/" + made.json().getString("id");
    check("DELETE /api/v1/tokens/{id}", site.send("DELETE", one, ""));
    ok("GET /api/v1/audit", get("/api/v1/audit?limit=3"));
    check("GET /api/v1/audit", get("/api/v1/audit?before=x"));
  }

  private void system() {
    ok("GET /api/v1/system", get("/api/v1/system"));
    ok("GET /api/v1/doctor", get("/api/v1/doctor"));
    LoopStatus idle =
        new LoopStatus(
            0,
            0,
            Optional.empty(),
            OptionalLong.empty(),
            RttSource.PROCESS,
            ConnectionSlots.NONE,
            new Stalls(1, 2, 3, 4),
            new EngineCounters(0, 0, 0, 0, 0, 0, 0));
    LoopStatus busy =
        new LoopStatus(
            2,
            25_000,
            Optional.of(new Lateness(1_000, 20_000, 300_000)),
            OptionalLong.of(3),
            RttSource.KERNEL_RECEIVE,
            new ConnectionSlots(1, 2, 4096),
            new Stalls(1, 2, 3, 4),
            new EngineCounters(1, 2, 3, 4, 5, 6, 7));
    site.pinger.tellStatus(idle);
    site.secondPinger.tellStatus(busy);
    JsonArray workers =
        ok("GET /api/v1/system", get("/api/v1/system")).json().getJsonArray("workers");
    assertThat(workers).hasSize(2);
    assertThat(workers.getJsonObject(0).containsKey("latenessNanos")).isFalse();
    assertThat(workers.getJsonObject(1).getJsonObject("strays").getLong("unmatchedErrors"))
        .isEqualTo(5);
  }

  private void echoServers() {
    JsonObject form =
        new JsonObject().put("protocol", "udp").put("port", 12000).put("loss", 0.25).put("seed", 7);
    Reply started = check("POST /api/v1/echo-servers", site.post(SERVERS, form));
    assertThat(started.status()).isEqualTo(201);
    String id = started.json().getString("id");
    String address = SERVERS + "/" + id;

    ok("GET /api/v1/echo-servers", get(SERVERS));
    ok("GET /api/v1/echo-servers/{id}", get(address));
    ok("PATCH /api/v1/echo-servers/{id}", site.send("PATCH", address, "{\"loss\":1}"));
    ok("POST /api/v1/echo-servers/{id}/stop", site.send("POST", address + "/stop", ""));
    ok("POST /api/v1/echo-servers/{id}/start", site.send("POST", address + "/start", ""));
    check("DELETE /api/v1/echo-servers/{id}", site.send("DELETE", address, ""));

    check("GET /api/v1/echo-servers/{id}", get(address));
    check("POST /api/v1/echo-servers", site.post(SERVERS, form.copy().put("port", 1)));
    Reply failed = check("POST /api/v1/echo-servers", site.post(SERVERS, form.put("port", 2)));
    assertThat(failed.json().getString("state")).isEqualTo("failed");
    check("PATCH /api/v1/echo-servers/{id}", site.send("PATCH", address, "{\"loss\":2}"));
  }

  private void heartbeats() {
    ok("POST /api/v1/beats/{name}", site.send("POST", "/api/v1/beats/job", ""));
    ok("HEAD /api/v1/beats/{name}", site.send("HEAD", "/api/v1/beats/job", ""));
    ok("GET /api/v1/beats/{name}/{report}", get("/api/v1/beats/job/start"));
    ok(
        "POST /api/v1/beats/{name}/{report}",
        site.send("POST", "/api/v1/beats/job/3?msg=disk%20full&ping=7", ""));
    ok("HEAD /api/v1/beats/{name}/{report}", site.send("HEAD", "/api/v1/beats/job/0", ""));
    ok("GET /api/v1/beats/{name}", get("/api/v1/beats/job?goodbye=true"));
    Reply page = ok("GET /api/v1/heartbeats", get("/api/v1/heartbeats"));
    assertThat(page.json().getInteger("total")).isEqualTo(1);
    ok("GET /api/v1/heartbeats/{name}", get("/api/v1/heartbeats/job"));
    ok(
        "PATCH /api/v1/heartbeats/{name}",
        site.send("PATCH", "/api/v1/heartbeats/job", "{\"interval\":\"1d\"}"));
    ok(
        "DELETE /api/v1/heartbeats/{name}/rules",
        site.send("DELETE", "/api/v1/heartbeats/job/rules", ""));
    ok("GET /api/v1/heartbeat-rules", get("/api/v1/heartbeat-rules"));
    ok(
        "PATCH /api/v1/heartbeat-rules",
        site.send("PATCH", "/api/v1/heartbeat-rules", "{\"misses\":7}"));
    ok("DELETE /api/v1/heartbeat-rules", site.send("DELETE", "/api/v1/heartbeat-rules", ""));
    ok("GET /api/v1/heartbeat-changes", get("/api/v1/heartbeat-changes?name=job"));
    check("DELETE /api/v1/heartbeats/{name}", site.send("DELETE", "/api/v1/heartbeats/job", ""));

    JsonObject sender =
        new JsonObject().put("target", "udp://127.0.0.1:12002").put("name", "contract-app");
    Reply started = check("POST /api/v1/beat-senders", site.post("/api/v1/beat-senders", sender));
    assertThat(started.status()).isEqualTo(201);
    ok("GET /api/v1/beat-senders", get("/api/v1/beat-senders"));
    check(
        "DELETE /api/v1/beat-senders/{name}",
        site.send("DELETE", "/api/v1/beat-senders/contract-app", ""));

    check("GET /api/v1/heartbeats/{name}", get("/api/v1/heartbeats/job"));
    check("GET /api/v1/beats/{name}", get("/api/v1/beats/%3Cb%3E"));
    check(
        "PATCH /api/v1/heartbeat-rules",
        site.send("PATCH", "/api/v1/heartbeat-rules", "{\"misses\":0}"));
    check("GET /api/v1/heartbeats", get("/api/v1/heartbeats?state=dead"));
  }

  /// The ping of [#pings()] got an ICMP error, and the channel refuses.
  private void alerts() {
    String all = "GET /api/v1/alerts";
    PingId id = site.startPing();
    site.pinger.publish(everyOutcome(id));
    String outbox = "/api/v1/alert-outbox";
    String ours = "/api/v1/alerts?rule=errors&what=" + id;
    while (get(ours).json().getInteger("total") == 0
        || get(outbox).json().getJsonArray("givenUp").isEmpty()) {
      Thread.onSpinWait();
    }
    JsonObject alert = ok(all, get(ours)).json().getJsonArray("alerts").getJsonObject(0);
    assertThat(alert.getString("state")).isEqualTo("firing");
    check(all, get("/api/v1/alerts?state=burning"));
    String one = "/api/v1/alerts/" + alert.getString("alert");
    ok("GET /api/v1/alerts/{id}/history", get(one + "/history"));
    check("GET /api/v1/alerts/{id}/history", get("/api/v1/alerts/999/history"));
    String acknowledge = "POST /api/v1/alerts/{id}/acknowledge";
    Reply known = ok(acknowledge, site.send("POST", one + "/acknowledge", "{\"note\":\"known\"}"));
    assertThat(known.json().getJsonObject("acknowledged").getString("by")).isEqualTo("local");
    check(acknowledge, site.send("POST", "/api/v1/alerts/999/acknowledge", "{}"));
    ok("GET /api/v1/alert-history", get("/api/v1/alert-history?limit=5"));

    String silences = "/api/v1/alert-silences";
    JsonObject form = new JsonObject().put("rule", "errors").put("on", "*").put("for", "1h");
    ok("POST /api/v1/alert-silences", site.post(silences, form));
    assertThat(ok("GET /api/v1/alert-silences", get(silences)).json().getJsonArray("silences"))
        .hasSize(1);
    check("POST /api/v1/alert-silences", site.post(silences, form.copy().put("on", ",")));
    check("POST /api/v1/alert-silences", site.post(silences, form.copy().put("rule", "none")));
    check("POST /api/v1/alert-silences", site.post(silences, form.copy().put("for", "soon")));

    ok("GET /api/v1/alert-rules", get("/api/v1/alert-rules"));
    String check = "/api/v1/alert-rules/check";
    assertThat(ok("GET " + check, get(check + "?when=loss%20%3E%205")).json().getInteger("at"))
        .isEqualTo(8);
    ok("GET " + check, get(check + "?when=icmpError"));
    check("GET " + check, get(check));
    String replay = "/api/v1/alert-rules/replay";
    String span = "&from=2026-01-01T00:00:00Z&to=2026-01-01T00:10:00Z&ping=" + id;
    site.awaitHistory(PROBES);
    Reply replayed = ok("GET " + replay, get(replay + "?when=icmpError" + span));
    assertThat(replayed.json().getInteger("fired")).isEqualTo(1);
    check("GET " + replay, get(replay + "?when=heartbeat%20stopped" + span));
    check("GET " + replay, get(replay + "?when=icmpError&ping=00000000"));

    ok("GET /api/v1/alert-channels", get("/api/v1/alert-channels"));
    String test = "POST /api/v1/alert-channels/{name}/test";
    assertThat(
            ok(test, site.send("POST", "/api/v1/alert-channels/hook/test", ""))
                .json()
                .getString("fault"))
        .contains("refused");
    check(test, site.send("POST", "/api/v1/alert-channels/none/test", ""));
    JsonObject failed =
        ok("GET " + outbox, get(outbox)).json().getJsonArray("givenUp").getJsonObject(0);
    JsonObject again = new JsonObject().put("channel", "hook").put("key", failed.getString("key"));
    ok("POST " + outbox, site.post(outbox, again));
    check("POST " + outbox, site.post(outbox, again.copy().put("key", "none")));
    check("POST " + outbox, site.post(outbox, again.copy().put("cat", 1)));
  }

  @Test
  void everyFrameOfTheLiveFeedIsAsPromised() {
    LiveClient client = LiveClient.connect(site);
    JsonObject hello = frame(client, "hello");
    client.sayText("nonsense");
    frame(client, "error");
    JsonObject subscribe =
        new JsonObject()
            .put("type", "subscribe")
            .put("pings", "*")
            .put("samples", "*")
            .put("heartbeats", true)
            .put("resume", new JsonObject().put("session", "x").put("seq", 1));
    contract.valid("ClientFrame", subscribe.encode());
    client.say(subscribe);
    frame(client, "gap");
    frame(client, "echoServers");
    frame(client, "heartbeats");
    PingId id = site.startPing();
    frame(client, "pings");
    site.pinger.publish(everyOutcome(id));
    frame(client, "samples");
    frame(client, "keepalive");
    site.send("DELETE", PINGS + "/" + id, "");
    frame(client, "removed");

    assertThat(hello.getLong("seq")).isPositive();
  }

  @Test
  void whatIsNotPromisedIsNoticed() {
    JsonObject sample =
        new JsonObject()
            .put("seq", 1)
            .put("at", "2026-01-01T00:00:00Z")
            .put("outcome", "reply")
            .put("lagNanos", 0);
    contract.valid("Sample", sample.encode());

    assertThatThrownBy(() -> contract.valid("Sample", sample.copy().put("rtt", 1).encode()))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> contract.valid("Sample", sample.copy().putNull("ttl").encode()))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() ->
            contract.valid("PingPage", new JsonObject().put("pings", new JsonArray()).encode()))
        .isInstanceOf(AssertionError.class);
  }

  /// Each outcome once, after a reply that forms a pair with the next.
  private static SampleColumns everyOutcome(PingId id) {
    SampleColumns buffer = new SampleColumns();
    long sequence = 1;
    PingSamples.add(buffer, id.value(), sequence, Outcome.REPLY, 900);
    for (Outcome outcome : Outcome.values()) {
      PingSamples.add(buffer, id.value(), ++sequence, outcome, 1_000 * sequence);
    }
    int row = buffer.addCounters(id.value());
    buffer.counters()[row] = 7;
    for (int i = 1; i <= 7; i++) {
      buffer.counters()[row + i] = 1;
    }
    return buffer;
  }

  private JsonObject frame(LiveClient client, String type) {
    JsonObject frame = client.next(type);
    contract.valid("ServerFrame", frame.encode());
    return frame;
  }

  private Reply get(String path) {
    return site.get(path);
  }

  private Reply ok(String operation, Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    return check(operation, reply);
  }

  private Reply check(String operation, Reply reply) {
    tried.add(operation);
    contract.check(operation, reply);
    return reply;
  }
}
