package io.pingdeck.heartbeat;

import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.StateDamage;
import io.pingdeck.heartbeat.api.WebhookConfig;
import io.pingdeck.json.BeatChangeJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts changes one after the other. Each is retried until it is accepted (any 2xx) or too old,
/// with a backoff from one second to a minute. The URL comes from the configuration alone, and
/// redirects are not followed. Changes are on disk before they are sent.
final class Webhook {
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final long FIRST_WAIT = 1_000;
  private static final long LONGEST_WAIT = 60_000;

  private final Vertx vertx;
  private final WebhookConfig config;
  private final URI url;
  private final WebhookOutbox outbox;
  private final WebClient client;
  private final StateFile<WebhookOutbox.Saved> file;
  private boolean fresh = true;
  private boolean busy;
  private long wait = FIRST_WAIT;
  private long givingUpAt;
  private boolean failing;
  private volatile boolean closed;

  /// Reads the state of the previous process. Blocks.
  Webhook(Vertx vertx, WebhookConfig config, URI url, Path directory) {
    this.vertx = vertx;
    this.config = config;
    this.url = url;
    outbox = new WebhookOutbox(new HashSet<>(config.states()));
    client = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    file = new StateFile<>(directory, "webhook", WebhookOutbox.Saved.class, WebhookOutbox::rest);
    load();
  }

  private void load() {
    try {
      Optional<WebhookOutbox.Saved> saved = file.load();
      fresh = saved.isEmpty() || saved.get().seen() < 0;
      saved
          .flatMap(outbox::restore)
          .ifPresent(change ->
              LOG.warn(
                  "it is unknown whether the webhook received change {}; not sent again", change));
    } catch (IOException e) {
      LOG.warn("the unsent changes of an earlier process are unknown: {}", e.getMessage());
    }
  }

  StateDamage damage() {
    return file.damage();
  }

  /// Adds changes that are on disk and therefore cannot recur after a restart.
  void offer(List<BeatChange> changes) {
    if (outbox.offer(changes)) {
      work();
    }
  }

  /// Resumes with the changes an earlier process left.
  ///
  /// @param kept changes on disk, some of which may never have been offered
  /// @param lastChange id of the last of them; a new webhook starts after it
  void start(List<BeatChange> kept, long lastChange) {
    if (fresh) {
      outbox.startAfter(lastChange);
    }
    outbox.offer(kept);
    work();
  }

  private void work() {
    if (closed || busy || outbox.next().isEmpty()) {
      return;
    }
    busy = true;
    BeatChange change = outbox.next().get();
    givingUpAt = failing ? givingUpAt : System.nanoTime() + config.giveUpAfter().toNanos();
    outbox.begin(change);
    save()
        .compose(ok -> post(change))
        .onSuccess(response -> answered(change, response.statusCode()))
        .onFailure(e -> retry(change, e.getMessage()));
  }

  private Future<HttpResponse<Buffer>> post(BeatChange change) {
    return client
        .postAbs(url.toString())
        .timeout(config.timeout().toMillis())
        .putHeader("Idempotency-Key", "pingdeck-" + change.id())
        .sendJsonObject(BeatChangeJson.of(change));
  }

  private void answered(BeatChange change, int status) {
    if (closed) {
      return; // already recorded as started: the next process treats its outcome as unknown
    }
    if (status / 100 == 2) {
      finish(change);
    } else {
      retry(change, "status " + status);
    }
  }

  private void retry(BeatChange change, String why) {
    if (closed) {
      return;
    }
    if (System.nanoTime() - givingUpAt >= 0) {
      LOG.warn("the webhook rejected change {} ({}); giving up", change, why);
      finish(change);
      return;
    }
    if (!failing) {
      LOG.warn("the webhook failed ({}); retrying", why);
    }
    failing = true;
    outbox.failed();
    // Full jitter, so that a receiver that recovers is not hit by all senders together.
    long delay = 1 + RandomGenerator.getDefault().nextLong(wait);
    wait = Math.min(2 * wait, LONGEST_WAIT);
    save().onComplete(saved -> vertx.setTimer(delay, id -> again()));
  }

  private void again() {
    busy = false;
    work();
  }

  private void finish(BeatChange change) {
    outbox.done(change);
    failing = false;
    wait = FIRST_WAIT;
    save().onComplete(saved -> again());
  }

  private Future<Void> save() {
    if (closed) {
      return Future.succeededFuture();
    }
    WebhookOutbox.Saved saved = outbox.save();
    return vertx
        .<Void>executeBlocking(() -> {
          file.save(saved);
          return null;
        })
        .recover(e -> {
          LOG.warn("the changes for the webhook are not saved: {}", e.getMessage());
          return Future.succeededFuture();
        });
  }

  /// Blocks.
  void close() throws IOException {
    closed = true;
    client.close();
    file.close();
  }
}
