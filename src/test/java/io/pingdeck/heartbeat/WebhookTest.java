package io.pingdeck.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.server.Await;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.WebhookConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class WebhookTest {
  private static final Set<BeatState> WANTED = Set.of(BeatState.ALIVE, BeatState.STOPPED);

  @TempDir private Path directory;
  private Context context;
  private final BlockingQueue<JsonObject> posted = new LinkedBlockingQueue<>();

  @BeforeEach
  void takeContext(Vertx vertx) {
    context = vertx.getOrCreateContext();
  }

  @Test
  void changeIsPostedOnceAndInOrder(Vertx vertx) throws Exception {
    Webhook webhook = webhook(vertx, receiver(vertx, 0));
    on(() -> webhook.start(List.of(), 0));

    on(() -> webhook.offer(List.of(change(1, BeatState.ALIVE), change(2, BeatState.LATE))));
    on(() -> webhook.offer(List.of(change(2, BeatState.LATE), change(3, BeatState.STOPPED))));

    assertThat(next().getString("to")).isEqualTo("alive");
    assertThat(next().getString("to")).isEqualTo("stopped");
    assertThat(posted).isEmpty();
    webhook.close();
  }

  @Test
  void receiverThatFailsIsTriedAgain(Vertx vertx) throws Exception {
    Webhook webhook = webhook(vertx, receiver(vertx, 2));
    on(() -> webhook.start(List.of(), 0));

    on(() -> webhook.offer(List.of(change(1, BeatState.STOPPED))));

    assertThat(next().getLong("id")).isEqualTo(1);
    webhook.close();
  }

  @Test
  void nothingIsSentTwiceAfterARestart(Vertx vertx) throws Exception {
    URI url = receiver(vertx, 0);
    List<BeatChange> log = List.of(change(1, BeatState.ALIVE), change(2, BeatState.STOPPED));
    Webhook first = webhook(vertx, url);
    on(() -> first.start(List.of(), 0));
    on(() -> first.offer(log));
    next();
    next();
    BeatChange third = change(3, BeatState.ALIVE);
    on(() -> first.offer(List.of(third)));
    next();
    awaitNothingWaits();
    first.close();

    Webhook second = webhook(vertx, url);
    on(() -> second.start(List.of(log.get(0), log.get(1), third, change(4, BeatState.STOPPED)), 4));

    assertThat(next().getLong("id")).isEqualTo(4);
    assertThat(posted).isEmpty();
    second.close();
  }

  @Test
  void webhookThatIsNewDoesNotPostOldChanges(Vertx vertx) throws Exception {
    Webhook webhook = webhook(vertx, receiver(vertx, 0));
    on(() -> webhook.start(List.of(change(1, BeatState.STOPPED)), 1));

    on(() -> webhook.offer(List.of(change(2, BeatState.ALIVE))));

    assertThat(next().getLong("id")).isEqualTo(2);
    webhook.close();
  }

  @Test
  void deliveryWhoseOutcomeIsNotKnownIsNotRepeated() {
    WebhookOutbox outbox = new WebhookOutbox(WANTED);
    outbox.offer(List.of(change(1, BeatState.STOPPED), change(2, BeatState.ALIVE)));
    outbox.begin(outbox.next().orElseThrow());
    WebhookOutbox next = new WebhookOutbox(WANTED);

    Optional<BeatChange> doubtful = next.restore(outbox.save());

    assertThat(doubtful).hasValue(change(1, BeatState.STOPPED));
    assertThat(next.next()).hasValue(change(2, BeatState.ALIVE));
    assertThat(next.save().attempting()).isEmpty();
  }

  @Test
  void failedDeliveryIsRepeatedAfterARestart() {
    WebhookOutbox outbox = new WebhookOutbox(WANTED);
    outbox.offer(List.of(change(1, BeatState.STOPPED)));
    outbox.begin(outbox.next().orElseThrow());
    outbox.failed();
    WebhookOutbox next = new WebhookOutbox(WANTED);

    assertThat(next.restore(outbox.save())).isEmpty();
    assertThat(next.next()).hasValue(change(1, BeatState.STOPPED));
  }

  @Test
  void stateThatTheReceiverKnowsIsNoNews() {
    WebhookOutbox outbox = new WebhookOutbox(WANTED);
    outbox.restore(
        new WebhookOutbox.Saved(
            4, List.of(), Map.of("app", BeatState.ALIVE), OptionalLong.empty()));

    assertThat(
            outbox.offer(List.of(change(5, BeatState.MONITOR_PAUSED), change(6, BeatState.ALIVE))))
        .isFalse();
    assertThat(outbox.offer(List.of(change(7, BeatState.STOPPED)))).isTrue();
  }

  /// Responds with 500 this many times, then accepts.
  private URI receiver(Vertx vertx, int failures) throws Exception {
    AtomicInteger left = new AtomicInteger(failures);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request ->
                request
                    .body()
                    .onSuccess(body -> {
                      boolean fails = left.getAndDecrement() > 0;
                      if (!fails) {
                        posted.add(body.toJsonObject());
                      }
                      request.response().setStatusCode(fails ? 500 : 204).end();
                    }));
    await(server.listen(0, "127.0.0.1"));
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/hook");
  }

  private Webhook webhook(Vertx vertx, URI url) throws IOException {
    return new Webhook(
        vertx,
        new WebhookConfig(
            Optional.of(url), List.copyOf(WANTED), Duration.ofSeconds(5), Duration.ofMinutes(1)),
        url,
        directory);
  }

  private JsonObject next() throws InterruptedException {
    JsonObject change = posted.poll(20, TimeUnit.SECONDS);
    assertThat(change).as("a post").isNotNull();
    return change;
  }

  /// As in the verticle: everything runs on one context, which keeps writes in order.
  private void on(Runnable call) throws Exception {
    Promise<Void> called = Promise.promise();
    context.runOnContext(now -> {
      call.run();
      called.complete();
    });
    await(called.future());
  }

  private void awaitNothingWaits() throws IOException {
    Path file = directory.resolve("webhook.state");
    while (!Files.exists(file) || Files.readString(file).contains("\"waiting\"")) {
      Await.pause();
    }
  }

  private static BeatChange change(long id, BeatState to) {
    return new BeatChange(id, "app", BeatState.WAITING, to, Instant.EPOCH, "a test");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
