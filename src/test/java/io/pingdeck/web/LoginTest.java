package io.pingdeck.web;

import static io.pingdeck.web.GuardedSite.PASSWORD;
import static io.pingdeck.web.GuardedSite.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in and out, and what a login authorises.
@Slow
@ExtendWith(VertxExtension.class)
class LoginTest {
  private static final String PINGS = "/api/v1/pings";
  private static final String PING = "{\"target\":\"udp://127.0.0.1:12000\"}";

  private GuardedSite guarded;
  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    guarded = GuardedSite.start(vertx, folder);
    site = guarded.site;
  }

  @Test
  void nobodySeesThatALoginIsRequiredAndNothingElse() {
    assertThat(site.get(SESSION).json())
        .isEqualTo(new JsonObject().put("loginRequired", true).put("setupRequired", false));

    Reply refused = site.get(PINGS);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(refused.headers().get("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json().getString("detail")).contains("log in");
  }

  @Test
  @Proves("W7")
  void aLoginIsACookieThatNoScriptAndNoOtherSiteCanUse() {
    Reply reply = guarded.login("operator", PASSWORD);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().getJsonObject("user"))
        .isEqualTo(
            new JsonObject()
                .put("name", "operator")
                .put("role", "operator")
                .put("proof", "password"));
    assertThat(reply.headers().get("Set-Cookie"))
        .matches("pingdeck_session_[0-9]+=[A-Za-z0-9_-]{43}; Path=/; HTTPOnly; SameSite=Strict");
    String cookie = reply.headers().get("Set-Cookie").split(";", 2)[0];
    assertThat(guarded.byPage(cookie, "GET", SESSION, "").json().getJsonObject("user"))
        .isEqualTo(reply.json().getJsonObject("user"));
    assertThat(guarded.byPage(cookie, "POST", PINGS, PING).status()).isEqualTo(201);
  }

  /// Cookies of a host go to all its ports.
  @ParameterizedTest
  @CsvSource({
    "ping.example, pingdeck_session=",
    "ping.example:8081, pingdeck_session_8081=",
    "'[::1]:8080', pingdeck_session_8080=",
  })
  void theCookieIsOfThePortThatTheBrowserAsksFor(String host, String name) {
    JsonObject login = new JsonObject().put("name", "viewer").put("password", PASSWORD);
    Map<String, String> headers = Map.of("Host", host, "Content-Type", "application/json");

    Reply reply = site.call("POST", SESSION, headers, login.toBuffer());

    assertThat(reply.status()).isEqualTo(201);
    String cookie = reply.headers().get("Set-Cookie").split(";", 2)[0];
    assertThat(cookie).startsWith(name);
    assertThat(site.get(PINGS, Map.of("Host", host, "Cookie", cookie)).status()).isEqualTo(200);
    assertThat(site.get(PINGS, Map.of("Host", "[::1]:8082", "Cookie", cookie)).status())
        .isEqualTo(401);
  }

  @Test
  @Proves("W7")
  void everyLoginHasANewIdAndEndsTheOneBefore() {
    String first = guarded.cookie("viewer");
    Reply again =
        site.call(
            "POST",
            SESSION,
            Map.of("Cookie", first, "Content-Type", "application/json"),
            new JsonObject().put("name", "viewer").put("password", PASSWORD).toBuffer());

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.headers().get("Set-Cookie")).doesNotStartWith(first);
    assertThat(guarded.byPage(first, "GET", PINGS, "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "viewer, wrong password",
    "nobody, correct horse",
    "viewer, 'correct horse '",
    "'', correct horse",
    "viewer, ''"
  })
  @Proves("W10")
  void whateverIsWrongTheAnswerIsTheSame(String name, String password) {
    Reply reply = guarded.login(name, password);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().getString("detail")).isEqualTo("the name or the password is wrong");
    assertThat(reply.headers().contains("Set-Cookie")).isFalse();
  }

  @Test
  @Proves("W9")
  void manyFailuresAreDelayedAndTheOwnerFromElsewhereIsNot() {
    List<Integer> statuses = new java.util.ArrayList<>();
    for (int i = 0; i < 8; i++) {
      statuses.add(guarded.login("admin", "wrong password").status());
    }

    assertThat(statuses).startsWith(401, 401, 401, 401, 401).contains(429);
    Reply delayed = guarded.login("admin", PASSWORD);
    assertThat(delayed.status()).isEqualTo(429);
    assertThat(Integer.parseInt(delayed.headers().get("Retry-After"))).isPositive();
    assertThat(guarded.ask(new UserApi.CheckPassword("admin", PASSWORD, "192.0.2.1")).name())
        .isEqualTo("admin");
  }

  @Test
  void theLongestPasswordIsSetAndLogsInHoweverItIsEncoded() {
    String longest = "\ud83d\ude00".repeat(256);
    String escaped = "\\ud83d\\ude00".repeat(256);
    guarded.ask(new UserApi.AddUser("long", Role.VIEWER, longest));

    Reply plain = guarded.login("long", longest);
    Reply byEscapes =
        site.send("POST", SESSION, "{\"name\":\"long\",\"password\":\"" + escaped + "\"}");
    Reply changed =
        guarded.byPage(
            plain.headers().get("Set-Cookie").split(";", 2)[0],
            "PUT",
            SESSION + "/password",
            "{\"old\":\"" + escaped + "\",\"new\":\"x" + escaped.substring(12) + "\"}");

    assertThat(plain.status()).isEqualTo(201);
    assertThat(byEscapes.status()).as(byEscapes.body()).isEqualTo(201);
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsNoLoginIsRefused() {
    assertThat(site.send("POST", SESSION, "{}").faultyFields()).containsExactly("name", "password");
    assertThat(site.send("POST", SESSION, "x".repeat(4097)).status()).isEqualTo(413);
    assertThat(
            site.send("POST", SESSION, "{\"name\":\"a\",\"password\":\"b\",\"x\":1}")
                .faultyFields())
        .containsExactly("x");
  }

  @Test
  void logoutEndsTheSession() {
    String cookie = guarded.cookie("viewer");

    Reply reply = guarded.byPage(cookie, "DELETE", SESSION, "");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.headers().get("Set-Cookie"))
        .contains("pingdeck_session_" + site.port() + "=;", "Max-Age=0");
    assertThat(guarded.byPage(cookie, "GET", PINGS, "").status()).isEqualTo(401);
    assertThat(site.call("DELETE", SESSION, Map.of(), Buffer.buffer()).status()).isEqualTo(204);
  }

  /// CSRF: a browser sends the cookie whoever caused the request.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, 403",
        "-, same-origin, 201",
        "-, none, 403",
        "-, same-site, 403",
        "-, cross-site, 403",
        "own, -, 201",
        "own, same-origin, 201",
        "http://evil.example, -, 403",
        "null, -, 403"
      })
  @Proves("W4")
  void aChangeByACookieComesFromTheOwnPage(String origin, String fetchSite, int status) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Cookie", guarded.cookie("operator"));
    headers.put("Content-Type", "application/json");
    if (origin != null) {
      headers.put("Origin", origin.equals("own") ? guarded.origin() : origin);
    }
    if (fetchSite != null) {
      headers.put("Sec-Fetch-Site", fetchSite);
    }

    assertThat(site.call("POST", PINGS, headers, Buffer.buffer(PING)).status()).isEqualTo(status);
    headers.remove("Content-Type");
    int logout = site.call("DELETE", SESSION, headers, Buffer.buffer()).status();
    assertThat(logout).isEqualTo(status == 201 ? 204 : 403);
  }

  /// Any page can make a browser send GET, for an image or a link.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, true",
        "-, same-site, true",
        "-, cross-site, true",
        "-, same-origin, false",
        "-, none, false",
        "own, -, false",
        "own, same-origin, false",
        "own, same-site, true",
        "http://127.0.0.1:9999, -, true",
        "http://127.0.0.1:9999, none, true",
        "http://evil.example, same-origin, true",
        "null, -, true"
      })
  void aGetThatActsByACookieComesFromTheOwnPageOrTheUser(
      String origin, String fetchSite, boolean isRefused) {
    Map<String, String> byCookie = new HashMap<>(Map.of("Cookie", guarded.cookie("operator")));
    if (origin != null) {
      byCookie.put("Origin", origin.equals("own") ? guarded.origin() : origin);
    }
    if (fetchSite != null) {
      byCookie.put("Sec-Fetch-Site", fetchSite);
    }
    String secret = guarded.token("cron", Role.OPERATOR, Optional.empty()).secret();

    for (String call :
        List.of(
            "GET /api/v1/beats/job",
            "HEAD /api/v1/beats/job",
            "GET /api/v1/beats/job/start",
            "HEAD /api/v1/beats/job/0",
            "GET /probe")) {
      String method = call.split(" ")[0];
      String path = call.split(" ")[1];
      int status = site.call(method, path, byCookie, Buffer.buffer()).status();
      assertThat(status == 403).as("%s: %d", call, status).isEqualTo(isRefused);
      assertThat(guarded.byToken(secret, method, path, "").status()).as(call).isIn(200, 204, 400);
    }
    assertThat(site.get(PINGS, byCookie).status()).isEqualTo(200);
  }

  /// A browser sends one for each path, and other servers of the host may set more.
  @Test
  void theCookieIsFoundAmongOthers() {
    String cookie = guarded.cookie("viewer");
    String wrong = "pingdeck_session_" + site.port() + "=" + "x".repeat(43) + "; ";

    assertThat(site.get(PINGS, Map.of("Cookie", wrong.repeat(15) + cookie)).status())
        .isEqualTo(200);
    assertThat(site.get(PINGS, Map.of("Cookie", wrong.repeat(16) + cookie)).status())
        .isEqualTo(401);
    assertThat(statusWithCookieLines(wrong + "a=b", "c=\"d", cookie)).isEqualTo(200);
    assertThat(statusWithCookieLines(wrong, wrong)).isEqualTo(401);
  }

  private int statusWithCookieLines(String... lines) {
    RequestOptions options =
        new RequestOptions().setHost("127.0.0.1").setPort(site.port()).setURI(PINGS);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String line : lines) {
      headers.add("Cookie", line);
    }
    options.setHeaders(headers);
    HttpClient client = site.vertx().createHttpClient();
    return Site.await(
        client
            .request(options)
            .compose(HttpClientRequest::send)
            .map(HttpClientResponse::statusCode));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"role\":\"viewer\",\"password\":\"another horse\"}', 409",
    "'{\"role\":\"operator\",\"password\":\"another horse\"}', 409",
    "'{\"role\":\"viewer\"}', 409",
    "'{\"role\":\"admin\",\"password\":\"short\"}', 400",
    "'{\"role\":\"boss\",\"password\":\"another horse\"}', 400",
    "'{\"role\":\"admin\",\"password\":\"another horse\",\"x\":1}', 400"
  })
  void aRefusedChangeOfAUserChangesNothing(String change, int status) {
    String cookie = guarded.cookie("admin");
    List<User> before = guarded.ask(new UserApi.ReadDirectory()).users();

    for (String name : List.of("admin", "ADMIN")) {
      Reply reply = guarded.byPage(cookie, "PATCH", "/api/v1/users/" + name, change);
      assertThat(reply.status()).as(reply.body()).isIn(status, 404);
    }

    assertThat(guarded.ask(new UserApi.ReadDirectory()).users()).isEqualTo(before);
    assertThat(guarded.byPage(cookie, "GET", PINGS, "").status()).isEqualTo(200);
    assertThat(guarded.login("admin", PASSWORD).status()).isEqualTo(201);
  }

  @Test
  void aWeakPasswordLeavesTheRole() {
    String cookie = guarded.cookie("admin");
    String path = "/api/v1/users/viewer";

    Reply weak =
        guarded.byPage(cookie, "PATCH", path, "{\"role\":\"operator\",\"password\":\"short\"}");
    Role left = guarded.ask(new UserApi.ReadDirectory()).users().getLast().role();
    Reply both =
        guarded.byPage(
            cookie, "PATCH", path, "{\"role\":\"admin\",\"password\":\"another horse\"}");

    assertThat(weak.status()).isEqualTo(400);
    assertThat(left).isEqualTo(Role.VIEWER);
    assertThat(both.status()).isEqualTo(200);
    assertThat(both.json().getString("role")).isEqualTo("admin");
    assertThat(guarded.login("viewer", "another horse").status()).isEqualTo(201);
  }

  @Test
  void theOwnPasswordIsChangedByWhoKnowsIt() {
    String other = guarded.cookie("viewer");
    String cookie = guarded.cookie("viewer");
    String path = SESSION + "/password";

    Reply wrong =
        guarded.byPage(cookie, "PUT", path, "{\"old\":\"guess\",\"new\":\"another horse\"}");
    Reply weak =
        guarded.byPage(cookie, "PUT", path, "{\"old\":\"correct horse\",\"new\":\"short\"}");
    Reply changed =
        guarded.byPage(
            cookie, "PUT", path, "{\"old\":\"correct horse\",\"new\":\"another horse\"}");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(weak.status()).isEqualTo(400);
    assertThat(changed.status()).isEqualTo(200);
    String fresh = changed.headers().get("Set-Cookie").split(";", 2)[0];
    assertThat(guarded.byPage(fresh, "GET", PINGS, "").status()).isEqualTo(200);
    assertThat(guarded.byPage(cookie, "GET", PINGS, "").status()).isEqualTo(401);
    assertThat(guarded.byPage(other, "GET", PINGS, "").status()).isEqualTo(401);
    assertThat(guarded.login("viewer", PASSWORD).status()).isEqualTo(401);
    assertThat(guarded.login("viewer", "another horse").status()).isEqualTo(201);
  }

  @Test
  void aTokenHasItsRoleAndNoPassword() {
    String secret = guarded.token("ci", Role.VIEWER, Optional.empty()).secret();

    assertThat(guarded.byToken(secret, "GET", PINGS, "").status()).isEqualTo(200);
    assertThat(guarded.byToken(secret, "POST", PINGS, PING).status()).isEqualTo(403);
    assertThat(
            guarded
                .byToken(secret, "PUT", SESSION + "/password", "{\"old\":\"a\",\"new\":\"b\"}")
                .status())
        .isEqualTo(409);
    assertThat(guarded.byToken(secret, "GET", SESSION, "").json().getJsonObject("user"))
        .isEqualTo(new JsonObject().put("name", "ci").put("role", "viewer").put("proof", "token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer ", "bearer x", "BEARER pd_x", "Bearer a, Bearer b"})
  void anUnknownTokenIsRefusedEverywhere(String header) {
    for (String path : List.of(PINGS, SESSION, "/metrics", "/")) {
      Reply reply = site.get(path, Map.of("Authorization", header));

      assertThat(reply.status()).as(path).isEqualTo(401);
      assertThat(reply.headers().get("WWW-Authenticate"))
          .isEqualTo("Bearer error=\"invalid_token\"");
    }
  }

  @Test
  void theUseOfATokenIsTold() {
    String secret = guarded.token("ci", Role.ADMIN, Optional.empty()).secret();
    guarded.byToken(secret, "GET", PINGS, "");

    JsonObject token =
        guarded
            .byToken(secret, "GET", "/api/v1/tokens", "")
            .json()
            .getJsonArray("tokens")
            .getJsonObject(0);

    assertThat(token.fieldNames()).contains("id", "name", "role", "created");
    assertThat(token.encode()).doesNotContain(secret).doesNotContain("hash");
  }

  @Test
  @Proves("W14")
  void actionsAndRefusalsAreInTheAuditLog() {
    String cookie = guarded.cookie("operator");
    guarded.byPage(cookie, "POST", PINGS, PING);
    guarded.byPage(cookie, "POST", "/api/v1/users", "{}");
    site.send("POST", PINGS, PING);
    guarded.login("operator", "my secret in clear");
    guarded.login("my secret in clear", "x");

    List<AuditEntry> entries = guarded.audit().reversed();

    assertThat(entries)
        .extracting(entry -> entry.who() + " " + entry.action() + " " + entry.status())
        .startsWith(
            " serve.start 0",
            "operator login 201",
            "operator ping.start 201",
            "operator user.add 403",
            " ping.start 401",
            " login 401");
    assertThat(entries.get(2).source()).isEqualTo("127.0.0.1");
    assertThat(entries.get(2).detail()).isEqualTo("udp://127.0.0.1:12000");
    assertThat(entries.toString()).doesNotContain("secret").doesNotContain(PASSWORD);
  }
}
