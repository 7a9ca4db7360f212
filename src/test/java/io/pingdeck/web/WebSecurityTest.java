package io.pingdeck.web;

import static io.pingdeck.web.Site.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
@ExtendWith(VertxExtension.class)
class WebSecurityTest {
  private static final String PINGS = "/api/v1/pings";
  private static final Buffer FORM =
      new JsonObject().put("target", "udp://127.0.0.1:12000").toBuffer();

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "[::2]"})
  @Proves("W2")
  void foreignHostIsMisdirectedEverywhere(String host) {
    Map<String, String> headers = Map.of("Host", host + ":" + site.port());

    for (String path : List.of("/", "/js/app.js", PINGS, "/openapi.yaml", "/health/live")) {
      assertThat(site.call("GET", path, headers, Buffer.buffer()).status()).isEqualTo(421);
    }
    assertThat(rejection(headers)).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "ping.example", "PING.example"})
  void ownHostIsServed(String host) {
    Map<String, String> headers = Map.of("Host", host + ":" + site.port());

    assertThat(site.call("GET", "/", headers, Buffer.buffer()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://localhost:1",
        "http://127.0.0.1",
        "file://"
      })
  @Proves({"W3", "W4"})
  void foreignOriginChangesNothing(String origin) {
    Map<String, String> headers = Map.of("Origin", origin, "Content-Type", "application/json");

    Reply reply = site.call("POST", PINGS, headers, FORM);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(site.pinger.commands()).isEmpty();
    assertThat(rejection(Map.of("Origin", origin))).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "localhost:8088, http://localhost:8088, -, 201",
        "localhost:8088, https://localhost:8088, -, 201", // a proxy removed TLS
        "localhost, http://localhost, -, 201",
        "localhost, http://localhost:80, -, 201",
        "localhost:80, http://localhost, -, 201",
        "localhost:443, https://localhost, -, 201",
        "localhost:, http://localhost, -, 201",
        "localhost, http://localhost:8088, -, 403", // another server of the host
        "localhost, http://localhost:443, -, 403",
        "localhost, https://localhost:80, -, 403",
        "localhost, https://localhost:8443, -, 403",
        "localhost:80, https://localhost, -, 403",
        "localhost:443, http://localhost, -, 403",
        "localhost:, http://localhost:8088, -, 403",
        "127.0.0.1, http://127.0.0.1:9999, -, 403",
        "[::1], http://[::1]:9999, -, 403",
        "localhost, http://localhost:8088, same-origin, 201",
        "localhost, https://LOCALHOST, -, 201",
        "ping.example:8088, http://ping.example:8088, -, 201",
        "ping.example, http://ping.example:8088, -, 403",
        "127.0.0.1:9, http://localhost:8088, same-origin, 201",
        "127.0.0.1:9, http://localhost:8088, -, 403",
        "localhost:9, http://localhost:8088, -, 403",
        "localhost, http://localhost:8088, same-site, 403",
        "localhost, http://localhost:8088, cross-site, 403",
        "localhost, http://127.0.0.1:8088, -, 403",
        "localhost, http://evil.example, same-origin, 403",
        "localhost, http://localhost.evil.example, -, 403",
        "localhost, http://localhost@evil.example, -, 403",
        "localhost, ws://localhost, -, 403"
      })
  void ownPageBehindAReverseProxyMayChangeThings(
      String host, String origin, String site, int status) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Host", host);
    headers.put("Origin", origin);
    headers.put("Content-Type", "application/json");
    if (site != null) {
      headers.put("Sec-Fetch-Site", site);
    }

    Reply reply = this.site.call("POST", PINGS, headers, FORM);

    assertThat(reply.status()).isEqualTo(status);
    if (status == 403) {
      assertThat(reply.json().getString("detail")).contains("web.allowedHosts", "$http_host");
    }
  }

  @Test
  void ownOriginMayChangeThings() {
    Map<String, String> headers =
        Map.of("Origin", "http://127.0.0.1:" + site.port(), "Content-Type", "application/json");

    assertThat(site.call("POST", PINGS, headers, FORM).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void bodyThatAFormCouldSendIsRefused(String type) {
    Reply reply = site.call("POST", PINGS, Map.of("Content-Type", type), FORM);

    assertThat(reply.status()).isEqualTo(415);
    assertThat(site.pinger.commands()).isEmpty();
  }

  @Test
  @Proves("W22")
  void bodyAboveTheLimitIsRefused() {
    assertThat(site.send("POST", PINGS, " ".repeat(8 * 1024 + 1)).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 200",
    "GET, /js/app.js, 200",
    "GET, /api/v1/pings, 200",
    "GET, /health/live, 200",
    "GET, /nowhere, 404",
    "GET, /api/v1/nowhere, 404",
    "GET, /api/v1/live, 426",
    "PUT, /api/v1/pings, 405",
    "GET, /api/v1/pings/00000000/stop, 405",
    "POST, /api/v1/system, 405",
    "POST, /index.html, 405"
  })
  @Proves("W19")
  void everyAnswerCarriesTheSecurityHeaders(String method, String path, int status) {
    Reply reply = site.send(method, path, "");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers().get("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " img-src 'self' data:; base-uri 'none'; frame-ancestors 'none';"
                + " form-action 'self'");
    assertThat(reply.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.headers().get("Referrer-Policy")).isEqualTo("no-referrer");
    if (status >= 400) {
      assertThat(reply.headers().get("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.json().getInteger("status")).isEqualTo(status);
      assertThat(reply.body()).doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%2e%2e%2foutside.txt",
        "/..%2foutside.txt",
        "/..%5coutside.txt",
        "/js/..%2f..%2foutside.txt",
        "/js/%2e%2e/%2e%2e/outside.txt",
        "/.git/config",
        "/%2egit/config",
        "/js/",
        "/js/app.js%00.html",
        "/%2findex.html",
        "/%2Findex.html",
        "/js%2fapp.js",
        "/js/%2fapp.js",
        "/js%5capp.js",
        "/%5Cindex.html",
        "/js/..%2findex.html"
      })
  @Proves({"W20", "W21"})
  void pathOutOfTheFolderOrHiddenIsNotFound(String path) {
    Reply reply = site.get(path);

    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.body()).doesNotContain("secret").doesNotContain("app.js</a>");
    assertThat(site.get("/js/app.js").body()).isEqualTo("export {};");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/link.txt", "/js/link.txt", "/folder/outside.txt", "/%6cink.txt"})
  void symbolicLinkIsNotFollowed(String path, @TempDir Path other) throws IOException {
    Path secret = Files.writeString(other.resolve("outside.txt"), "secret");
    Path web = site.webroot();
    Files.createSymbolicLink(web.resolve("link.txt"), secret);
    Files.createSymbolicLink(web.resolve("js/link.txt"), secret);
    Files.createSymbolicLink(web.resolve("folder"), other);

    Reply reply = site.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).doesNotContain("secret");
  }

  @Test
  @Proves("W20")
  void attackOnTheCacheLeavesThePlainFile() {
    assertThat(site.get("/js/app.js%2F..%2Fapp.js").status()).isIn(200, 400, 404);

    assertThat(site.get("/js/app.js").status()).isEqualTo(200);
  }

  @Test
  void browserAsksEachTimeAndGetsAFileOnlyIfItChanged() {
    Reply first = site.get("/");
    String modified = first.headers().get("Last-Modified");

    Reply again = site.call("GET", "/", Map.of("If-Modified-Since", modified), Buffer.buffer());

    assertThat(first.headers().get("Cache-Control")).isEqualTo("no-cache");
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void numbersOfThisMomentAreNotStored() {
    assertThat(site.get(PINGS).headers().get("Cache-Control")).isEqualTo("no-store");
  }

  private int rejection(Map<String, String> headers) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(site.port())
            .setURI("/api/v1/live");
    headers.forEach(options::putHeader);
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
