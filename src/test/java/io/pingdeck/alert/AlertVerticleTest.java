package io.pingdeck.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Silence;
import io.pingdeck.alert.outbox.Entry;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.app.Codecs;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.monitor.HeartbeatSamples;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.PingSamples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class AlertVerticleTest {
  private record Post(JsonObject body, String key) {}

  @TempDir private Path data;
  private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private Vertx vertx;
  private URI hook;
  private long sequence;

  @BeforeEach
  void listen(Vertx running) throws Exception {
    vertx = running;
    Codecs.register(vertx);
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request ->
                    request
                        .body()
                        .onSuccess(body -> {
                          posts.add(
                              new Post(body.toJsonObject(), request.getHeader("Idempotency-Key")));
                          boolean fails = failures.getAndDecrement() > 0;
                          request.response().setStatusCode(fails ? 500 : 204).end();
                        }))
                .listen(0, "127.0.0.1"));
    hook = URI.create("http://127.0.0.1:" + server.actualPort() + "/alerts");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private String deploy(String rule) throws Exception {
    AlertsConfig config =
        new AlertsConfig(
            List.of(
                new ChannelConfig(
                    "hook",
                    ChannelType.WEBHOOK,
                    Optional.of(hook),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())),
            List.of(new RuleConfig("lossy", Rule.parse(rule), Scope.ALL, List.of("hook"))),
            List.of(),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofHours(1));
    return await(
        vertx.deployVerticle(new AlertVerticle(config, data, data), AlertVerticle.OPTIONS));
  }

  private void start(PingInfo ping) {
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Started(ping));
  }

  private void probes(Outcome outcome, int number) {
    SampleColumns columns = new SampleColumns();
    for (int i = 0; i < number; i++) {
      PingSamples.add(columns, 7, ++sequence, outcome, 1_000_000);
    }
    PingApi.SAMPLES.publish(vertx.eventBus(), columns.toBatch(0, sequence));
  }

  private Post next() throws InterruptedException {
    Post post = posts.poll(20, TimeUnit.SECONDS);
    assertThat(post).as("a message").isNotNull();
    return post;
  }

  @Test
  void webhookIsToldOfTheAlertAndOfItsEnd() throws Exception {
    deploy("loss > 20 % over 20 probes, clear below 5 %");
    start(PingSamples.ping(7));
    probes(Outcome.LOST, 20);

    Post firing = next();
    assertThat(firing.body().fieldNames())
        .containsExactly("id", "alert", "rule", "state", "what", "value", "since", "at", "text");
    assertThat(firing.body().getString("state")).isEqualTo("firing");
    assertThat(firing.body().getString("rule")).isEqualTo("lossy");
    assertThat(firing.body().getDouble("value")).isEqualTo(100);
    assertThat(firing.body().getJsonObject("what").getMap())
        .containsOnlyKeys("kind", "id", "name", "target")
        .containsEntry("kind", "ping");
    assertThat(firing.key()).isEqualTo(firing.body().getString("id"));

    probes(Outcome.REPLY, 20);
    Post resolved = next();
    assertThat(resolved.body().getString("state")).isEqualTo("resolved");
    assertThat(resolved.body().getString("alert")).isEqualTo(firing.body().getString("alert"));
    assertThat(resolved.key()).isNotEqualTo(firing.key());
  }

  @Test
  void messageIsSentAgainWithTheSameKeyUntilItIsAccepted() throws Exception {
    failures.set(2);
    deploy("icmpError");
    start(PingSamples.ping(7));
    probes(Outcome.ICMP_ERROR, 1);

    Post first = next();

    assertThat(next()).isEqualTo(first);
    assertThat(next()).isEqualTo(first);
  }

  @Test
  void alertIsNotToldAgainAfterARestart() throws Exception {
    String id = deploy("loss > 20 % over 20 probes");
    start(PingSamples.ping(7));
    probes(Outcome.LOST, 20);
    next();
    awaitNothingWaits();
    await(vertx.undeploy(id));

    deploy("loss > 20 % over 20 probes");
    start(PingSamples.ping(7));
    probes(Outcome.LOST, 20);
    probes(Outcome.REPLY, 20);

    assertThat(next().body().getString("state")).isEqualTo("resolved");
  }

  private void awaitNothingWaits() throws Exception {
    while (!await(AlertApi.ALERTS.request(vertx.eventBus(), new AlertApi.ReadOutbox(10)))
        .waiting()
        .isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void heartbeatFiresToo() throws Exception {
    deploy("heartbeat stopped");
    HeartbeatApi.CHANGED.publish(
        vertx.eventBus(),
        new HeartbeatApi.Changes(
            List.of(
                new BeatChange(
                    1, "build-7", BeatState.ALIVE, BeatState.STOPPED, Instant.EPOCH, ""))));

    JsonObject body = next().body();

    assertThat(body.getJsonObject("what").getMap())
        .containsEntry("kind", "heartbeat")
        .containsEntry("name", "build-7")
        .doesNotContainKey("target");
    assertThat(body.containsKey("value")).isFalse();
  }

  @Test
  void endOfThePingResolvesTheAlert() throws Exception {
    deploy("icmpError");
    PingInfo ping = PingSamples.ping(7);
    start(ping);
    probes(Outcome.ICMP_ERROR, 1);
    next();

    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Stopping(ping.stopping()));

    JsonObject resolved = next().body();
    assertThat(resolved.getString("state")).isEqualTo("resolved");
    assertThat(resolved.getString("text")).isEqualTo("the ping was stopped");
  }

  @Test
  void pingThatIsPausedAndResumedAtOnceFiresAgain() throws Exception {
    deploy("icmpError");
    PingInfo ping = PingSamples.ping(7);
    start(ping);
    probes(Outcome.ICMP_ERROR, 1);
    next();

    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Changed(ping.paused()));
    start(ping);
    probes(Outcome.ICMP_ERROR, 1);

    assertThat(next().body().getString("text")).isEqualTo("the ping was paused");
    assertThat(next().body().getString("state")).isEqualTo("firing");
  }

  @Test
  void messageNamesThePingAsItIsCalledNow() throws Exception {
    deploy("icmpError");
    PingInfo ping = PingSamples.ping(7);
    start(ping);
    PingInfo renamed = ping.with(ping.spec().with().name("office").tags(List.of("core")).build());
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Changed(renamed));
    probes(Outcome.ICMP_ERROR, 1);

    assertThat(next().body().getJsonObject("what").getString("name")).isEqualTo("office");
  }

  @Test
  void stoppedPingThatNeverFiredLeavesTheList() throws Exception {
    deploy("icmpError for 10 min");
    PingInfo ping = PingSamples.ping(7);
    start(ping);
    probes(Outcome.ICMP_ERROR, 1);
    awaitState("pending");
    assertThat(alerts()).isEqualTo(1);

    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Deleted(ping.id()));

    while (alerts() > 0) {
      Thread.onSpinWait();
    }
  }

  private int alerts() throws Exception {
    AlertApi.Page all = new AlertApi.Page(Optional.empty(), Optional.empty(), Optional.empty(), 9);
    return await(AlertApi.ALERTS.request(vertx.eventBus(), all)).total();
  }

  @Test
  void forgottenHeartbeatResolvesItsAlert() throws Exception {
    AtomicBoolean isForgotten = new AtomicBoolean();
    vertx
        .eventBus()
        .consumer(
            "heartbeat-monitor",
            message -> {
              if (isForgotten.get()) {
                message.reply(
                    new HeartbeatApi.Applications(List.of(), 0, HeartbeatSamples.monitor()));
              } else {
                message.fail(503, "later");
              }
            });
    deploy("heartbeat stopped");
    HeartbeatApi.CHANGED.publish(
        vertx.eventBus(),
        new HeartbeatApi.Changes(
            List.of(
                new BeatChange(
                    1, "build-7", BeatState.ALIVE, BeatState.STOPPED, Instant.EPOCH, ""))));
    next();

    isForgotten.set(true);

    assertThat(next().body().getString("text")).isEqualTo("the application was forgotten");
  }

  @Test
  void silenceBeyondTheMostIsRefused() throws Exception {
    Instant until = Instant.now().plusSeconds(3600);
    List<Entry> silences = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      silences.add(new Entry.Silenced(new Silence("", new Scope("p" + i), until, "ada", "")));
    }
    AlertKeeper before = new AlertKeeper(data.resolve("alerts"));
    before.commit(silences);
    before.close();
    deploy("icmpError");

    assertThat(
            AlertApi.ALERTS
                .request(vertx.eventBus(), silence("one more"))
                .toCompletionStage()
                .toCompletableFuture())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("1000 silences hold, which is the most");
    assertThat(await(AlertApi.ALERTS.request(vertx.eventBus(), silence("p5"))).silences())
        .hasSize(1000);
  }

  private static AlertApi.Mute silence(String on) {
    return new AlertApi.Mute("", new Scope(on), Duration.ofHours(1), "ada", "");
  }

  @Test
  void silenceKeepsItQuiet() throws Exception {
    deploy("icmpError");
    await(
        AlertApi.ALERTS.request(
            vertx.eventBus(),
            new AlertApi.Mute("lossy", Scope.ALL, Duration.ofHours(1), "ada", "works")));
    start(PingSamples.ping(7));
    probes(Outcome.ICMP_ERROR, 1);
    awaitState("suppressed");
    assertThat(posts).isEmpty();

    await(
        AlertApi.ALERTS.request(
            vertx.eventBus(), new AlertApi.Mute("lossy", Scope.ALL, Duration.ZERO, "ada", "")));

    assertThat(next().body().getString("state")).isEqualTo("firing");
  }

  private void awaitState(String state) throws Exception {
    AlertApi.Page all = new AlertApi.Page(Optional.empty(), Optional.empty(), Optional.empty(), 9);
    while (await(AlertApi.ALERTS.request(vertx.eventBus(), all)).states().get(state) == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void testMessageSaysWhatTheReceiverSaid() throws Exception {
    deploy("icmpError");
    failures.set(1);

    assertThat(await(AlertApi.ALERTS.request(vertx.eventBus(), new AlertApi.Test("hook"))).fault())
        .isEqualTo("status 500");
    assertThat(await(AlertApi.ALERTS.request(vertx.eventBus(), new AlertApi.Test("hook"))).fault())
        .isEmpty();
  }
}
