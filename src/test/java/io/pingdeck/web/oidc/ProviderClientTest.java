package io.pingdeck.web.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.testing.FakeProvider;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Responses without an end, in time or in bytes.
@ExtendWith(VertxExtension.class)
@Timeout(30)
class ProviderClientTest {
  private final FakeProvider provider = FakeProvider.start();
  private final CountDownLatch over = new CountDownLatch(1);
  private Vertx vertx;
  private Context context;

  @BeforeEach
  void start(Vertx made) {
    vertx = made;
    context = vertx.getOrCreateContext();
  }

  @AfterEach
  void stop() {
    over.countDown();
    provider.close();
  }

  private ProviderClient client(Duration patience) {
    return new ProviderClient(vertx, Optional.empty(), patience);
  }

  private JsonObject get(ProviderClient client) throws Exception {
    return ask(client).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private Future<JsonObject> ask(ProviderClient client) {
    Promise<JsonObject> result = Promise.promise();
    URI address = URI.create(provider.issuer() + "/x");
    context.runOnContext(_ -> client.get(address, "a test").onComplete(result));
    return result.future();
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneThatDoesNotComeIsGivenUp() {
    provider.override("/x", _ -> await());

    assertThatThrownBy(() -> get(client(Duration.ofMillis(200))))
        .cause()
        .hasMessage("the OpenID provider did not respond in time (request for a test)");
  }

  /// A byte now and then keeps a connection from being idle.
  @Test
  void oneThatDripsIsGivenUp() {
    provider.override(
        "/x",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (over.getCount() > 0) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            try {
              if (over.await(20, TimeUnit.MILLISECONDS)) {
                return;
              }
            } catch (InterruptedException e) {
              return;
            }
          }
        });

    assertThatThrownBy(() -> get(client(Duration.ofMillis(300))))
        .cause()
        .hasMessageContaining("did not respond in time");
  }

  @Test
  void oneThatIsTooLongIsGivenUp() {
    provider.override(
        "/x",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(new byte[8192]);
          }
        });

    assertThatThrownBy(() -> get(client(Duration.ofSeconds(20))))
        .cause()
        .hasMessageContaining("sent more than " + ProviderClient.MOST_BYTES + " bytes");
  }

  @Test
  void fewAreAskedAtOnceAndTheNextOnesGoOnLater() throws Exception {
    provider.override(
        "/x",
        exchange -> {
          await();
          FakeProvider.send(exchange, 200, new JsonObject().put("a", 1));
        });
    ProviderClient client = client(Duration.ofSeconds(20));
    List<Future<JsonObject>> asked = new ArrayList<>();
    for (int i = 0; i < ProviderClient.MOST_RUNNING; i++) {
      asked.add(ask(client));
    }

    assertThatThrownBy(() -> get(client)).cause().hasMessageStartingWith("too many logins");
    over.countDown();
    Future.all(asked).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(get(client)).isEqualTo(new JsonObject().put("a", 1));
  }
}
