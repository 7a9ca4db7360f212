package io.pingdeck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class BasePathTest {
  private static final Buffer FORM =
      new JsonObject().put("target", "udp://127.0.0.1:12000").toBuffer();
  private static final Optional<URI> AT_EXAMPLE =
      Optional.of(URI.create("https://status.example/pings"));

  @TempDir Path folder;

  private Site start(Vertx vertx, String basePath, Optional<URI> publicUrl) {
    return Site.start(
        vertx,
        folder,
        new WebConfig(
            "127.0.0.1",
            0,
            List.of(),
            100,
            50,
            HttpConnectionLimits.DEFAULT,
            new ReverseProxy(basePath, publicUrl, List.of()),
            Optional.empty(),
            LoginConfig.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource({
    "/pings/, 200",
    "/pings/js/app.js, 200",
    "/pings/api/v1/pings, 200",
    "/pings/health/live, 200",
    "/pings/openapi.yaml, 200",
    "/pings/api/v1/nothing, 404",
    "/pings/nothing, 404",
    "/pings/.git/config, 404",
    "/pings/..%2foutside.txt, 404",
    "/pings/..%2fapi/v1/pings, 404",
    "/pings/../api/v1/pings, 400",
    "/pings/%2e%2E/api/v1/pings, 400",
    "/pings/.%2e/pings/api/v1/pings, 400",
    "/pings/js/../../api/v1/pings, 400",
    "/pings/./api/v1/pings, 400",
    "/pings/.., 400",
    "/other/../pings/api/v1/pings, 400",
    "/pings/api/v1/pings?limit=1&x=/../, 200",
    "/, 404",
    "/api/v1/pings, 404",
    "/js/app.js, 404",
    "/health/live, 404",
    "/pingsapi/v1/pings, 404",
    "/pings2/, 404",
    "/PINGS/, 404",
  })
  void onlyWhatIsBelowItIsServed(String path, int status, Vertx vertx) {
    Site site = start(vertx, "/pings", Optional.empty());

    Reply reply = site.get(path);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers().get("Content-Security-Policy")).isNotNull();
    if (status == 404) {
      assertThat(reply.json().getInteger("status")).isEqualTo(404);
    }
  }

  @Test
  void theLinksOfThePageNeedTheSlash(Vertx vertx) {
    Site site = start(vertx, "/pings", Optional.empty());

    assertThat(site.get("/pings").status()).isEqualTo(308);
    assertThat(site.get("/pings").headers().get("Location")).isEqualTo("/pings/");
    assertThat(site.get("/pings?a=b").headers().get("Location")).isEqualTo("/pings/?a=b");
  }

  @Test
  void aWrongMethodIsSaidBelowIt(Vertx vertx) {
    Site site = start(vertx, "/pings", Optional.empty());

    assertThat(site.send("PUT", "/pings/api/v1/pings", "{}").status()).isEqualTo(405);
  }

  /// A proxy that removes the prefix is told by the public URL alone.
  @ParameterizedTest
  @ValueSource(strings = {"", "/pings"})
  void whatIsCreatedIsBelowThePublicPath(String basePath, Vertx vertx) {
    Site site = start(vertx, basePath, AT_EXAMPLE);

    Reply reply = site.send("POST", basePath + "/api/v1/pings", FORM.toString());

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers().get("Location"))
        .isEqualTo("/pings/api/v1/pings/" + reply.json().getString("id"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "status.example, https://status.example, same-origin, 201",
        "status.example, https://status.example, -, 201",
        "127.0.0.1:8080, https://status.example, -, 201", // Host is not passed on
        "127.0.0.1:8080, https://STATUS.example:443, -, 201",
        "127.0.0.1:8080, https://status.example, same-site, 403",
        "127.0.0.1:8080, https://status.example, cross-site, 403",
        "127.0.0.1:8080, http://status.example, -, 403",
        "127.0.0.1:8080, https://status.example:444, -, 403",
        "status.example, https://status.example:8443, -, 403",
        "status.example, https://status.example:8443, same-origin, 403",
        "status.example, http://status.example, -, 403",
        "status.example, http://status.example, same-origin, 403",
        "status.example:444, https://status.example:444, -, 403",
        "status.example:80, http://status.example, -, 403",
        "127.0.0.1:8080, http://127.0.0.1:8080, -, 201", // past the proxy
        "127.0.0.1:8080, http://127.0.0.1:8081, -, 403",
        "127.0.0.1, http://127.0.0.1:8080, -, 403",
        "127.0.0.1:8080, https://evil.example, same-origin, 403",
        "evil.example, https://status.example, same-origin, 421",
      })
  void thePublicUrlIsThePagesOrigin(
      String host, String origin, String site, int status, Vertx vertx) {
    Site pingdeck = start(vertx, "", AT_EXAMPLE);
    Map<String, String> headers = new HashMap<>();
    headers.put("Host", host);
    headers.put("Origin", origin);
    headers.put("Content-Type", "application/json");
    if (site != null) {
      headers.put("Sec-Fetch-Site", site);
    }

    assertThat(pingdeck.call("POST", "/api/v1/pings", headers, FORM).status()).isEqualTo(status);
  }

  /// The proxy has another port of the same address.
  @ParameterizedTest
  @ValueSource(strings = {"-", "same-origin"})
  void otherPortsOfThePublicHostAreOthers(String fetchSite, Vertx vertx) {
    Site pingdeck = start(vertx, "", Optional.of(URI.create("http://127.0.0.1:8000/")));
    String own = "127.0.0.1:" + pingdeck.port();

    assertThat(post(pingdeck, "127.0.0.1:8000", "http://127.0.0.1:8000", fetchSite)).isEqualTo(201);
    assertThat(post(pingdeck, "127.0.0.1", "http://127.0.0.1:8000", fetchSite)).isEqualTo(201);
    assertThat(post(pingdeck, own, "http://" + own, fetchSite)).isEqualTo(201);
    assertThat(post(pingdeck, own, "https://" + own, fetchSite)).isEqualTo(403);
    assertThat(post(pingdeck, "127.0.0.1", "http://" + own, fetchSite)).isEqualTo(403);
    assertThat(post(pingdeck, own, "http://127.0.0.1:9999", fetchSite)).isEqualTo(403);
    assertThat(post(pingdeck, "127.0.0.1", "http://127.0.0.1", fetchSite)).isEqualTo(403);
    assertThat(post(pingdeck, "127.0.0.1:9999", "http://127.0.0.1:9999", fetchSite)).isEqualTo(403);
  }

  private static int post(Site pingdeck, String host, String origin, String fetchSite) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Host", host);
    headers.put("Origin", origin);
    headers.put("Content-Type", "application/json");
    if (!fetchSite.equals("-")) {
      headers.put("Sec-Fetch-Site", fetchSite);
    }
    return pingdeck.call("POST", "/api/v1/pings", headers, FORM).status();
  }
}
