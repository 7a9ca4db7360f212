package io.pingdeck.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pingdeck.app.Codecs;
import io.pingdeck.user.api.Caller;
import io.pingdeck.web.access.Callers;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Problems;
import io.pingdeck.web.probe.ProbeRoute;
import io.pingdeck.web.rest.MetricsRoute;
import io.pingdeck.web.rest.PingRoutes;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.junit5.VertxExtension;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Requests that arrive during the shutdown of Pingdeck, when the services behind the routes are
/// already gone.
@ExtendWith(VertxExtension.class)
class ShutdownTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Problems.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void listen() {
    written.start();
    logger.addAppender(written);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/probe?target=icmp://127.0.0.1", "/metrics", "/api/v1/pings"})
  void areUnavailableAndNoWarning(String path, Vertx vertx) throws Exception {
    Codecs.register(vertx);
    Router router = Router.router(vertx);
    Problems.install(router, () -> true);
    Routes routes = new Routes(router, _ -> ShutdownTest::letPass);
    new ProbeRoute(vertx.eventBus()).install(routes);
    new MetricsRoute(vertx.eventBus()).install(routes);
    new PingRoutes(vertx.eventBus(), 1).install(routes);
    HttpServer server =
        Site.await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));

    HttpResponse<String> response;
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
      response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(response.body()).getString("detail")).contains("shutting down");
    assertNoWarning();
  }

  private static void letPass(RoutingContext context) {
    Callers.set(context, Caller.LOCAL);
    context.next();
  }

  /// On either side: the shutdown closes the connection, or the client does.
  @Test
  void aConnectionThatClosesDuringAResponseIsNoWarning(Vertx vertx) throws Exception {
    Promise<Throwable> failed = Promise.promise();
    Router router = Router.router(vertx);
    Problems.install(router, () -> false);
    router
        .get("/long")
        .handler(context -> {
          context.response().setChunked(true).write("a");
          context
              .request()
              .connection()
              .closeHandler(closed ->
                  context
                      .response()
                      .write("b")
                      .onFailure(e -> {
                        context.fail(e);
                        failed.complete(e);
                      }));
        });
    HttpServer server =
        Site.await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));

    try (Socket client = new Socket("127.0.0.1", server.actualPort())) {
      client.getOutputStream().write("GET /long HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      assertThat(client.getInputStream().read()).isPositive();
    }

    assertThat(Site.await(failed.future())).hasMessageContaining("closed");
    assertNoWarning();
  }

  private void assertNoWarning() {
    assertThat(written.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
  }
}
