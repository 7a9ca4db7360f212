package io.pingdeck.web.oidc;

import io.pingdeck.base.NanoClock;
import io.pingdeck.web.http.OidcConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// What the provider publishes: its addresses and keys. Asked for when they are first needed, so
/// that a provider that is down stops nothing else, and again after an hour. Many who need them at
/// once wait for one request.
final class Provider {
  private static final long FRESH_NANOS = Duration.ofHours(1).toNanos();

  private final Vertx vertx;
  private final OidcConfig config;
  private final ProviderClient client;
  private final Shared<Discovery> discovery;
  private final Shared<KeySet> keys;

  Provider(Vertx vertx, OidcConfig config, ProviderClient client, NanoClock clock) {
    this.vertx = vertx;
    this.config = config;
    this.client = client;
    discovery = new Shared<>(clock, this::discover);
    keys = new Shared<>(clock, this::askForKeys);
  }

  /// The result of the latest request.
  private static final class Shared<T> {
    private final NanoClock clock;
    private final Supplier<Future<T>> ask;
    private Future<T> latest = Future.failedFuture("not asked for yet");
    private long askedNanos;

    Shared(NanoClock clock, Supplier<Future<T>> ask) {
      this.clock = clock;
      this.ask = ask;
    }

    Future<T> get() {
      boolean isOld = clock.nanoTime() - askedNanos > FRESH_NANOS;
      return latest.failed() || latest.succeeded() && isOld ? askAgain() : latest;
    }

    Future<T> askAgain() {
      if (latest.isComplete()) {
        askedNanos = clock.nanoTime();
        latest = ask.get();
      }
      return latest;
    }
  }

  Future<Discovery> discovery() {
    return discovery.get();
  }

  private Future<Discovery> discover() {
    return client
        .get(Discovery.address(config), "its configuration")
        .map(document -> Discovery.read(document, config));
  }

  private Future<KeySet> askForKeys() {
    return discovery.get().compose(known -> client.get(known.keys(), "its keys")).map(KeySet::read);
  }

  /// Fails with a [TokenException] if the provider did not sign the token. It may have new keys, so
  /// they are asked for once more before that.
  Future<Void> verify(IdToken token) {
    return keys.get()
        .compose(known -> check(token, known))
        .recover(e ->
            e instanceof TokenException
                ? keys.askAgain().compose(fresh -> check(token, fresh))
                : Future.failedFuture(e));
  }

  private Future<Void> check(IdToken token, KeySet known) {
    List<JsonObject> fit = known.of(token.algorithm(), token.keyId());
    return Signatures.check(vertx, token, fit);
  }
}
