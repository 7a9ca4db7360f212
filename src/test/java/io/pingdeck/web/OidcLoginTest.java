package io.pingdeck.web;

import static io.pingdeck.web.GuardedSite.PASSWORD;
import static io.pingdeck.web.GuardedSite.SESSION;
import static io.pingdeck.web.OidcSite.OIDC;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.server.Await;
import io.pingdeck.testing.FakeProvider;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in at an OpenID provider.
@ExtendWith(VertxExtension.class)
@Timeout(60)
class OidcLoginTest {
  private static final String PINGS = "/api/v1/pings";
  private static final String PING = "{\"target\":\"udp://127.0.0.1:12000\"}";
  @TempDir Path folder;
  private FakeProvider provider;
  private OidcSite browser;
  private Site site;

  @BeforeEach
  void start(Vertx vertx) {
    provider = FakeProvider.start();
    provider.groups("crew");
    browser = OidcSite.start(vertx, folder, provider);
    site = browser.site;
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Reply logIn() {
    return browser.logIn();
  }

  private int status(Reply login, String method, String path, String body) {
    return browser.status(login, method, path, body);
  }

  @Test
  void aPersonLogsInWithTheRoleOfTheirGroup() {
    assertThat(site.get(SESSION).json())
        .isEqualTo(
            new JsonObject()
                .put("loginRequired", true)
                .put("setupRequired", false)
                .put("provider", "The Lab"));
    assertThat(site.get(PINGS).status()).isEqualTo(401);

    Reply login = logIn();

    assertThat(login.status()).as(login.body()).isEqualTo(201);
    assertThat(login.json().getJsonObject("user"))
        .isEqualTo(
            new JsonObject().put("name", "oidc:ada").put("role", "operator").put("proof", "oidc"));
    assertThat(status(login, "POST", PINGS, PING)).isEqualTo(201);
    assertThat(status(login, "GET", "/api/v1/users", "")).isEqualTo(403);
    assertThat(browser.audit())
        .anySatisfy(entry -> {
          assertThat(entry.action()).isEqualTo("login");
          assertThat(entry.who()).isEqualTo("oidc:ada");
          assertThat(entry.proof()).isEqualTo("oidc");
          assertThat(entry.detail()).isEqualTo("subject subject-1, role operator");
          assertThat(entry.status()).isEqualTo(201);
        });
  }

  @Test
  void theProviderIsAskedAsTheSpecificationSays() {
    Reply begun = browser.post(OIDC, "", new JsonObject());
    Map<String, String> query =
        FakeProvider.query(URI.create(begun.json().getString("url")).getRawQuery());

    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "pingdeck")
        .containsEntry("scope", "openid profile")
        .containsEntry("redirect_uri", browser.origin() + "/")
        .containsEntry("code_challenge_method", "S256");
    assertThat(List.of(query.get("state"), query.get("nonce"), query.get("code_challenge")))
        .allMatch(secret -> secret.matches("[A-Za-z0-9_-]{43}"))
        .doesNotHaveDuplicates();
    assertThat(begun.headers().get("Set-Cookie"))
        .matches(
            "pingdeck_login_[0-9]+=[A-Za-z0-9_-]{43}\\.-?[0-9]+; Path=/; HTTPOnly;"
                + " SameSite=Strict");
    assertThat(begun.headers().get("Set-Cookie")).doesNotContain(query.get("state"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonce: other",
        "nonce:",
        "iss: http://127.0.0.1:1/realms/lab",
        "aud: other",
        "aud: pingdeck other",
        "aud: other other2",
        "azp: other",
        "exp: -61",
        "exp:",
        "iat: 90",
        "iat:",
        "nbf: 90",
        "sub:",
        "sub: "
      })
  void aTokenThatIsForAnotherPurposeIsRefused(String change) {
    String claim = change.substring(0, change.indexOf(':'));
    String text = change.substring(claim.length() + 1);
    provider.claims(given -> {
      given.put("groups", new JsonArray().add("crew"));
      String value = text.strip();
      if (text.isEmpty()) {
        given.remove(claim);
      } else if (List.of("exp", "iat", "nbf").contains(claim)) {
        given.put(claim, System.currentTimeMillis() / 1000 + Long.parseLong(value));
      } else {
        given.put(claim, value.contains(" ") ? new JsonArray(List.of(value.split(" "))) : value);
      }
      return given;
    });

    Reply refused = logIn();

    assertThat(refused.status()).as(refused.body()).isEqualTo(401);
    assertThat(refused.json().getString("detail")).contains("ID token");
    assertThat(refused.headers().getAll("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("pingdeck_session"));
    // It is written once the response has been sent.
    Await.until(
        "the refusal is in the audit log",
        () ->
            browser.audit().stream()
                .anyMatch(entry -> entry.action().equals("login") && entry.status() == 401));
  }

  @Test
  void anAudienceOfSeveralNamesThePartyItIsFor() {
    provider.claims(given ->
        given
            .put("groups", new JsonArray().add("crew"))
            .put("aud", new JsonArray().add("other").add("pingdeck"))
            .put("azp", "pingdeck"));

    assertThat(logIn().status()).isEqualTo(201);
  }

  @Test
  void anotherBrowserCannotFinishALogin() {
    OidcSite.Returned victim = browser.begin();
    OidcSite.Returned attacker = browser.begin();

    Reply withoutCookie = browser.finish(new OidcSite.Returned("", victim.answer()));
    Reply injected = browser.finish(new OidcSite.Returned(victim.cookie(), attacker.answer()));
    Reply forged =
        browser.finish(
            new OidcSite.Returned(
                victim.cookie(), victim.answer().copy().put("state", "x".repeat(43))));

    assertThat(List.of(withoutCookie.status(), injected.status(), forged.status()))
        .containsOnly(401);
    assertThat(injected.json().getString("detail")).contains("did not begin in this browser");
    assertThat(provider.requests()).noneMatch(path -> path.endsWith("/token"));
    assertThat(browser.finish(victim).status()).isEqualTo(201);
  }

  @Test
  void aLoginEndsOnce() {
    OidcSite.Returned login = browser.begin();

    assertThat(browser.finish(login).status()).isEqualTo(201);
    assertThat(browser.finish(login).status()).isEqualTo(401);
    OidcSite.Returned again = browser.begin();
    again.answer().put("code", login.answer().getString("code"));
    Reply replayed = browser.finish(again);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.json().getString("detail")).contains("does not know this login");
  }

  @ParameterizedTest
  @CsvSource({
    "{}, 'code,state'",
    "{\"code\":\"a\"}, state",
    "'{\"code\":1,\"state\":\"b\"}', code"
  })
  void anAnswerThatIsNoneIsToldByField(String body, String fields) {
    Reply refused = site.send("POST", OIDC + "/code", body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.faultyFields()).containsExactly(fields.split(","));
  }

  @Test
  void theAnswerOfAnotherProviderIsRefused() {
    OidcSite.Returned login = browser.begin();
    login.answer().put("iss", "https://other.example");

    assertThat(browser.finish(login).status()).isEqualTo(401);
    OidcSite.Returned own = browser.begin();
    own.answer().put("iss", provider.issuer().toString());
    assertThat(browser.finish(own).status()).isEqualTo(201);
  }

  @Test
  void aPageOfAnotherSiteCannotBeginOrFinish() {
    OidcSite.Returned login = browser.begin();
    Map<String, String> foreign =
        Map.of(
            "Origin",
            "https://evil.example",
            "Cookie",
            login.cookie(),
            "Content-Type",
            "application/json");

    assertThat(site.call("POST", OIDC, foreign, Buffer.buffer("{}")).status()).isEqualTo(403);
    assertThat(site.call("POST", OIDC + "/code", foreign, login.answer().toBuffer()).status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "lookers, viewer",
    "night crew, operator",
    "'other,lookers,crew', operator",
    "'', 403",
    "admin, 403",
    "Crew, 403",
    "operator, 403"
  })
  void theHighestRoleOfTheGroupsCounts(String groups, String expected) {
    provider.groups(groups.split(","));

    Reply reply = logIn();

    if (expected.equals("403")) {
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.json().getString("detail")).startsWith("ada has no role here");
    } else {
      assertThat(reply.json().getJsonObject("user").getString("role")).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u202eada", "a\u0000b", "65"})
  void aNameThatCannotBeShownIsRefused(String name) {
    provider.claims(given ->
        given
            .put("groups", new JsonArray().add("crew"))
            .put("preferred_username", name.equals("65") ? "a".repeat(65) : name));

    Reply refused = logIn();

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().getString("detail")).contains("preferred_username");
  }

  @Test
  void anotherRoleAtTheNextLoginEndsTheSessionsWithTheOldOne() {
    Reply before = logIn();
    assertThat(status(before, "POST", PINGS, PING)).isEqualTo(201);
    provider.groups("lookers");

    Reply after = logIn();

    assertThat(after.json().getJsonObject("user").getString("role")).isEqualTo("viewer");
    assertThat(status(before, "POST", PINGS, PING)).isEqualTo(401);
    assertThat(status(after, "POST", PINGS, PING)).isEqualTo(403);
  }

  @Test
  void aUserOfTheSameNameIsSomebodyElse() {
    Site.await(
        UserApi.USERS.request(
            site.vertx().eventBus(), new UserApi.AddUser("ada", Role.ADMIN, PASSWORD)));
    Reply byPassword =
        site.post(SESSION, new JsonObject().put("name", "ada").put("password", PASSWORD));
    Reply byProvider = logIn();

    assertThat(status(byPassword, "POST", PINGS, PING)).isEqualTo(201);
    assertThat(status(byProvider, "DELETE", "/api/v1/users/ada", "{}")).isEqualTo(403);
    assertThat(
            status(
                byProvider,
                "PUT",
                SESSION + "/password",
                "{\"old\":\"correct horse\",\"new\":\"another horse\"}"))
        .isEqualTo(409);
    Site.await(
        UserApi.USERS.request(
            site.vertx().eventBus(),
            new UserApi.ChangeUser("ada", Optional.empty(), Optional.of("another horse"))));
    assertThat(status(byPassword, "POST", PINGS, PING)).isEqualTo(401);
    assertThat(status(byProvider, "POST", PINGS, PING)).isEqualTo(201);
  }

  @Test
  void aLoginHasANewIdAndEndsTheOneBefore() {
    Reply before = logIn();
    OidcSite.Returned login = browser.begin();
    String both = OidcSite.cookie(before, "pingdeck_session") + "; " + login.cookie();

    Reply after = browser.finish(new OidcSite.Returned(both, login.answer()));

    assertThat(after.status()).isEqualTo(201);
    assertThat(status(before, "GET", PINGS, "")).isEqualTo(401);
    assertThat(status(after, "GET", PINGS, "")).isEqualTo(200);
    assertThat(after.headers().getAll("Set-Cookie"))
        .anyMatch(cookie -> cookie.startsWith("pingdeck_login") && cookie.contains("Max-Age=0"));
  }

  @Test
  void logOutEndsTheSession() {
    Reply login = logIn();

    assertThat(status(login, "DELETE", SESSION, "{}")).isEqualTo(204);
    assertThat(status(login, "POST", PINGS, PING)).isEqualTo(401);
  }
}
