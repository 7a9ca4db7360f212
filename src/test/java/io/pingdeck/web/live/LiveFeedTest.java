package io.pingdeck.web.live;

import static io.pingdeck.web.Site.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.testing.Proves;
import io.pingdeck.web.LiveClient;
import io.pingdeck.web.Site;
import io.pingdeck.web.http.WebConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class LiveFeedTest {
  private static final int MAX_CLIENTS = 3;

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder, new WebConfig("127.0.0.1", 0, List.of(), MAX_CLIENTS));
  }

  @Test
  void samplesReachAClientInTheOrderOfTheTicks() {
    PingId ping = site.startPing();
    LiveClient client = LiveClient.connect(site);
    client.next("hello");
    client.subscribe();

    site.pinger.replies(ping, 1, 3);
    JsonObject first = client.next("samples");
    site.pinger.replies(ping, 4, 4);
    JsonObject second = client.next("samples");

    assertThat(LiveClient.sequences(first)).containsExactly(1L, 2L, 3L);
    assertThat(LiveClient.sequences(second)).containsExactly(4L);
    assertThat(second.getLong("from")).isEqualTo(first.getLong("to") + 1);
    assertThat(first.getJsonArray("samples").getJsonObject(0).getString("ping"))
        .isEqualTo(ping.toString());
  }

  @Test
  void subscribedPingsAreShownAtOnceAndWhenTheyChange() {
    PingId ping = site.startPing();
    LiveClient client = LiveClient.connect(site).subscribe();

    JsonObject shown = client.next("pings").getJsonArray("pings").getJsonObject(0);
    site.pinger.replies(ping, 1, 2);
    JsonObject changed = client.next("pings").getJsonArray("pings").getJsonObject(0);

    assertThat(shown.getString("id")).isEqualTo(ping.toString());
    assertThat(shown.getString("recent")).isEmpty();
    assertThat(changed.getString("recent")).isEqualTo("rr");
  }

  @Test
  void pingsThatDidNotChangeAreNotSentAgain() {
    site.startPing();
    LiveClient client = LiveClient.connect(site).subscribe();
    client.next("pings");

    client.next("keepalive");
    PingId other = site.startPing();

    JsonArray pings = client.next("pings").getJsonArray("pings");
    assertThat(pings).hasSize(1);
    assertThat(pings.getJsonObject(0).getString("id")).isEqualTo(other.toString());
  }

  @Test
  void answerThatComesLateBringsNoRemovedPingBack() {
    PingId removed = site.startPing();
    PingId other = site.startPing();
    LiveClient client = LiveClient.connect(site);
    client.say(
        new JsonObject()
            .put("type", "subscribe")
            .put("pings", new JsonArray().add(removed.toString()).add(other.toString()))
            .put("samples", new JsonArray()));
    client.next("pings");
    Promise<Runnable> held = Promise.promise();
    site.vertx()
        .eventBus()
        .addInboundInterceptor(answer -> {
          if (!tellsOfRtt(answer.body(), other) || !held.tryComplete(goesOn(answer))) {
            answer.next();
          }
        });
    site.pinger.replies(other, 1, 1);
    Runnable goOn = await(held.future());

    site.send("DELETE", "/api/v1/pings/" + removed, "");
    client.next("removed");
    goOn.run();

    JsonArray pings = client.next("pings").getJsonArray("pings");
    assertThat(pings)
        .extracting(ping -> ((JsonObject) ping).getString("id"))
        .containsExactly(other.toString());
  }

  private static boolean tellsOfRtt(Object body, PingId ping) {
    return body instanceof StatsApi.Snapshots(var pings, _)
        && pings.stream()
            .anyMatch(of -> of.info().id().equals(ping) && of.lastRttNanos().isPresent());
  }

  private static Runnable goesOn(DeliveryContext<Object> answer) {
    Context context = Vertx.currentContext();
    return () -> context.runOnContext(now -> answer.next());
  }

  @Test
  void deletedPingIsRemoved() {
    PingId ping = site.startPing();
    LiveClient client = LiveClient.connect(site).subscribe();
    client.next("pings");

    site.send("DELETE", "/api/v1/pings/" + ping, "");

    assertThat(client.next("removed").getJsonArray("pings")).containsExactly(ping.toString());
  }

  @Test
  void echoServersAreSentAtFirstAndWhenTheyChange() {
    LiveClient client = LiveClient.connect(site).subscribe();
    assertThat(client.next("echoServers").getJsonArray("echoServers")).isEmpty();

    site.post("/api/v1/echo-servers", new JsonObject().put("protocol", "udp").put("port", 12000));

    assertThat(client.next("echoServers").getJsonArray("echoServers")).hasSize(1);
  }

  @Test
  void quietFeedIsKeptAlive() {
    LiveClient client = LiveClient.connect(site);
    JsonObject hello = client.next("hello");

    JsonObject keepalive = client.next("keepalive");

    assertThat(keepalive.getLong("seq")).isEqualTo(hello.getLong("seq"));
    assertThat(keepalive.getString("serverTime")).isNotNull();
    assertThat(hello.getInteger("version")).isEqualTo(1);
    assertThat(hello.getInteger("keepaliveMillis")).isEqualTo(200);
    assertThat(client.socket().subProtocol()).isEqualTo("pingdeck.v1");
  }

  @Test
  @Proves("W24")
  void reconnectingClientMissesNothingAndSeesNothingTwice() {
    PingId ping = site.startPing();
    LiveClient watcher = LiveClient.connect(site).subscribe();
    LiveClient client = LiveClient.connect(site);
    String session = client.next("hello").getString("session");
    client.subscribe();
    site.pinger.replies(ping, 1, 5);
    JsonObject seen = client.next("samples");
    client.close();

    for (int i = 6; i <= 10; i++) {
      site.pinger.replies(ping, i, i);
      watcher.next("samples");
    }
    LiveClient again = LiveClient.connect(site);
    long latest = again.next("hello").getLong("seq");
    again.resume(session, seen.getLong("to"));

    assertThat(again.readTo(latest))
        .containsExactlyElementsOf(LongStream.rangeClosed(6, 10).boxed().toList());
  }

  @Test
  void clientOfAnEarlierRunIsToldSo() {
    LiveClient client = LiveClient.connect(site);
    client.next("hello");

    client.resume("0123456789abcdef", 7);

    assertThat(client.next("gap").getString("reason")).isEqualTo("restarted");
  }

  @Test
  @Proves("W23")
  void clientThatStopsReadingDoesNotAffectOthers() {
    PingId ping = site.startPing();
    LiveClient stuck = LiveClient.connect(site).subscribe();
    LiveClient good = LiveClient.connect(site).subscribe();
    stuck.next("pings");
    stuck.socket().pause();

    List<Long> seen = new ArrayList<>();
    for (int i = 1; i <= 70; i++) {
      site.pinger.replies(ping, i, i);
      JsonObject frame = good.next("samples");
      seen.addAll(LiveClient.sequences(frame));
      good.ack(frame.getLong("to"));
    }
    assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, 70).boxed().toList());

    stuck.socket().resume();
    List<JsonObject> late = new ArrayList<>();
    JsonObject frame = stuck.next();
    while (!frame.getString("type").equals("closed")) {
      late.add(frame);
      frame = stuck.next();
    }
    assertThat(late.stream().filter(sent -> sent.getString("type").equals("samples")).count())
        .isEqualTo(FeedClient.MOST_UNACKED + 1);
    assertThat(frame.getInteger("code")).isEqualTo(4008);
  }

  @Test
  void hugeTickArrivesWhole() {
    PingId ping = site.startPing();
    LiveClient client = LiveClient.connect(site).subscribe();
    client.next("pings");

    site.pinger.replies(ping, 1, 20_000);

    assertThat(client.next("samples").getJsonArray("samples")).hasSize(20_000);
  }

  @Test
  void countersAloneMakeNoTick() {
    PingId ping = site.startPing();
    LiveClient client = LiveClient.connect(site).subscribe();
    JsonObject hello = client.next("hello");
    SampleColumns buffer = new SampleColumns();
    buffer.addCounters(ping.value());

    site.pinger.publish(buffer);

    assertThat(client.next("keepalive").getLong("seq")).isEqualTo(hello.getLong("seq"));
  }

  @Test
  @Proves("W5")
  void badMessageIsAnsweredAndTheFeedGoesOn() {
    LiveClient client = LiveClient.connect(site);

    client.sayText("{\"type\":\"start\",\"target\":\"udp://127.0.0.1:1\"}");

    JsonObject problem = client.next("error").getJsonObject("problem");
    assertThat(problem.getInteger("status")).isEqualTo(400);
    assertThat(client.subscribe().next("echoServers")).isNotNull();
    assertThat(site.pinger.commands()).isEmpty();
  }

  @Test
  @Proves("W22")
  void messageAboveTheLimitClosesTheSocket() {
    LiveClient client = LiveClient.connect(site);

    client.sayText(" ".repeat(40 * 1024));

    assertThat(client.next("closed").getInteger("code")).isEqualTo(1009);
  }

  @Test
  void binaryMessageClosesTheSocket() {
    LiveClient client = LiveClient.connect(site);

    await(client.socket().writeBinaryMessage(Buffer.buffer("x")));

    assertThat(client.next("closed").getInteger("code")).isEqualTo(1003);
  }

  @Test
  @Proves("W25")
  void clientsAboveTheLimitAreTurnedAwayUntilOneLeaves() {
    List<LiveClient> clients = new ArrayList<>();
    for (int i = 0; i < MAX_CLIENTS; i++) {
      clients.add(LiveClient.connect(site));
      clients.getLast().next("hello");
    }

    assertThat(rejection("pingdeck.v1")).isEqualTo(503);

    clients.getFirst().close();
    assertThat(rejection("pingdeck.v1")).isEqualTo(101);
  }

  @Test
  void otherSubprotocolIsRefused() {
    assertThat(rejection("pingdeck.v9")).isEqualTo(400);
  }

  @Test
  void clientsAreToldWhenTheServerStops() {
    LiveClient client = LiveClient.connect(site);
    client.next("hello");

    await(site.vertx().undeploy(site.web().deploymentID()));

    assertThat(client.next("closed").getInteger("code")).isEqualTo(1012);
  }

  @Test
  void samplesOfUnknownPingsAreNotSent() {
    LiveClient client = LiveClient.connect(site).subscribe();
    SampleColumns buffer = new SampleColumns();
    PingSamples.add(buffer, 77, 1, Outcome.REPLY, 10);

    site.pinger.publish(buffer);

    JsonObject frame = client.next("samples");
    assertThat(frame.getJsonArray("samples")).isEmpty();
  }

  private int rejection(String protocol) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(site.port())
            .setURI("/api/v1/live")
            .addSubProtocol(protocol);
    return await(
        site.vertx()
            .createWebSocketClient()
            .connect(options)
            .map(socket -> 101)
            .recover(e ->
                e instanceof UpgradeRejectedException rejected
                    ? Future.succeededFuture(rejected.getStatus())
                    : Future.failedFuture(e)));
  }
}
