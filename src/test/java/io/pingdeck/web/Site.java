package io.pingdeck.web;

import io.pingdeck.alert.AlertVerticle;
import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.app.Codecs;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.audit.AuditVerticle;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.doctor.DoctorVerticle;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.echo.server.Await;
import io.pingdeck.heartbeat.BeatSendersVerticle;
import io.pingdeck.heartbeat.HeartbeatVerticle;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.heartbeat.api.WebhookConfig;
import io.pingdeck.history.StoreVerticle;
import io.pingdeck.history.api.HistoryConfig;
import io.pingdeck.net.Capabilities;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.SendLimits;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.StatsVerticle;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.user.UsersVerticle;
import io.pingdeck.web.http.WebConfig;
import io.pingdeck.web.live.FeedTiming;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The web verticle on a free port with the real statistics and heartbeat monitor, and with fakes
/// of pingers and echo servers.
public final class Site {
  static final WebConfig CONFIG = new WebConfig("127.0.0.1", 0, List.of("ping.example"), 100);

  /// The default timing, but with a client timeout short enough for a test.
  static final FeedTiming TIMING =
      new FeedTiming(
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(400));

  /// Limits under which an ended ping is evicted within a test.
  public static final StatsLimits STATS = new StatsLimits(1000, 100_000, 5);

  public static final int MOST_PINGS = 6_000;

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          "portable", false, false, false, Optional.empty(), List.of("ICMP: run it on Linux"));

  private static final DataPlace PLACE =
      new DataPlace(Path.of("/data"), "default", Optional.of(Path.of("/opt/data")), true);

  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          List.of(
              Check.ok("files", "Open files", "up to 1024").with(Map.of("maxOpenFiles", 1024L)),
              Check.warn("clock", "Clock", "not synchronised", "`chronyd`")));

  public final FakePinger pinger;
  public final FakePinger secondPinger;
  private final Vertx vertx;
  private final HttpClient client;
  private final Path webroot;
  private final Path data;
  private final WebVerticle web;
  private volatile Duration later = Duration.ZERO;

  private Site(Vertx vertx, Path folder, WebConfig config) {
    this.vertx = vertx;
    this.client = vertx.createHttpClient();
    this.pinger = new FakePinger(vertx, 0);
    this.secondPinger = new FakePinger(vertx, 1);
    this.webroot = webroot(folder);
    this.data = data();
    this.web =
        new WebVerticle(
            config,
            2,
            MOST_PINGS,
            webroot,
            CAPABILITIES,
            PLACE,
            TIMING,
            () -> Instant.now().plus(later));
  }

  /// One rule, and a channel to a port where nothing listens.
  private static AlertVerticle alerts(Path folder) {
    ChannelConfig hook =
        new ChannelConfig(
            "hook",
            ChannelType.WEBHOOK,
            Optional.of(URI.create("http://127.0.0.1:1/alerts")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    RuleConfig rule = new RuleConfig("errors", Rule.parse("icmpError"), Scope.ALL, List.of("hook"));
    AlertsConfig config =
        new AlertsConfig(
            List.of(hook),
            List.of(rule),
            List.of(),
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofNanos(1));
    return new AlertVerticle(config, folder, folder);
  }

  public static Site start(Vertx vertx, Path folder) {
    return start(vertx, folder, CONFIG);
  }

  /// @param folder an empty folder
  public static Site start(Vertx vertx, Path folder, WebConfig config) {
    return start(vertx, folder, config, bus -> {});
  }

  /// @param before adds users, before the web verticle starts
  static Site start(Vertx vertx, Path folder, WebConfig config, Consumer<EventBus> before) {
    Codecs.register(vertx);
    Site site = new Site(vertx, folder, config);
    await(vertx.deployVerticle(new UsersVerticle(site.data)));
    await(vertx.deployVerticle(new AuditVerticle(site.data)));
    before.accept(vertx.eventBus());
    await(vertx.deployVerticle(new StatsVerticle(STATS)));
    await(
        vertx.deployVerticle(
            new StoreVerticle(
                HistoryConfig.DEFAULT,
                folder.resolve("history"),
                1000,
                StoreVerticle.MOST_QUEUED)));
    await(vertx.deployVerticle(alerts(folder), AlertVerticle.OPTIONS));
    await(site.pinger.start());
    await(site.secondPinger.start());
    await(new FakeEchoServers().start(vertx));
    await(vertx.deployVerticle(heartbeats(folder)));
    await(
        vertx.deployVerticle(
            new BeatSendersVerticle(
                PingLimits.DEFAULT,
                new SendBudget(SendLimits.DEFAULT),
                PlatformSockets.portable())));
    await(vertx.deployVerticle(new DoctorVerticle(() -> DIAGNOSIS)));
    await(vertx.deployVerticle(site.web));
    return site;
  }

  public record Reply(int status, MultiMap headers, String body) {
    public JsonObject json() {
      return new JsonObject(body);
    }

    /// The names of the faulty fields of a problem.
    public List<String> faultyFields() {
      return json().getJsonArray("errors").stream()
          .map(error -> ((JsonObject) error).getString("field"))
          .toList();
    }
  }

  /// Waits until this many samples are on disk.
  void awaitHistory(long samples) {
    while (get("/api/v1/system").json().getJsonObject("history").getLong("written") < samples) {
      Await.pause();
    }
  }

  /// Makes the web verticle see another time of day.
  void setClockAhead(Duration time) {
    later = time;
  }

  public int port() {
    return web.port();
  }

  Path webroot() {
    return webroot;
  }

  public WebVerticle web() {
    return web;
  }

  public Vertx vertx() {
    return vertx;
  }

  public Reply get(String path) {
    return call("GET", path, Map.of(), Buffer.buffer());
  }

  public Reply get(String path, Map<String, String> headers) {
    return call("GET", path, headers, Buffer.buffer());
  }

  public Reply post(String path, JsonObject body) {
    return send("POST", path, body.encode());
  }

  public Reply send(String method, String path, String json) {
    return call(method, path, Map.of("Content-Type", "application/json"), Buffer.buffer(json));
  }

  /// Sends all requests at once, without waiting for responses.
  public List<Reply> sendAtOnce(String method, String path, List<String> jsons) {
    List<Future<Reply>> replies = new ArrayList<>();
    for (String json : jsons) {
      replies.add(
          ask(method, path, Map.of("Content-Type", "application/json"), Buffer.buffer(json)));
    }
    return replies.stream().map(Site::await).toList();
  }

  public Reply call(String method, String path, Map<String, String> headers, Buffer body) {
    return await(ask(method, path, headers, body));
  }

  private Future<Reply> ask(String method, String path, Map<String, String> headers, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(port())
            .setMethod(HttpMethod.valueOf(method))
            .setURI(path);
    headers.forEach(options::putHeader);
    // Runs on one context: a handler set from another thread may be too late for the body.
    Promise<Reply> reply = Promise.promise();
    vertx.runOnContext(now ->
        client
            .request(options)
            .compose(request -> body.length() == 0 ? request.send() : request.send(body))
            .compose(response -> response.body().map(text -> reply(response, text)))
            .onComplete(reply));
    return reply.future();
  }

  private static Reply reply(HttpClientResponse response, Buffer body) {
    return new Reply(response.statusCode(), response.headers(), body.toString());
  }

  /// Starts a ping at the next worker in turn.
  public PingId startPing() {
    Reply reply = post("/api/v1/pings", new JsonObject().put("target", "udp://127.0.0.1:12000"));
    return PingId.parse(reply.json().getString("id"));
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no result", e);
    }
  }

  /// The real verticle: it counts beats by HTTP without a port.
  private static HeartbeatVerticle heartbeats(Path folder) {
    HeartbeatConfig config =
        new HeartbeatConfig(
            false,
            "127.0.0.1",
            0,
            BeatRules.DEFAULT,
            Duration.ofMinutes(1),
            3,
            List.of(),
            WebhookConfig.DEFAULT);
    return new HeartbeatVerticle(config, folder, data(), PlatformSockets.portable());
  }

  /// Not in the test's own folder, which is deleted before everything is written.
  private static Path data() {
    return Path.of("target", "site", UUID.randomUUID().toString());
  }

  private static Path webroot(Path folder) {
    try {
      Files.createDirectories(folder.resolve("web/js"));
      Files.createDirectories(folder.resolve("web/.git"));
      Files.writeString(folder.resolve("web/index.html"), "<!doctype html><title>p</title>");
      Files.writeString(folder.resolve("web/js/app.js"), "export {};");
      Files.writeString(folder.resolve("web/.git/config"), "secret");
      Files.writeString(folder.resolve("outside.txt"), "secret");
      return folder.resolve("web");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
