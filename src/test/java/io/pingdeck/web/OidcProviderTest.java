package io.pingdeck.web;

import static io.pingdeck.testing.FakeProvider.base64;
import static io.pingdeck.web.GuardedSite.SESSION;
import static io.pingdeck.web.OidcSite.OIDC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.FakeProvider;
import io.pingdeck.user.api.Role;
import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.RoleMapping;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An OpenID provider that is down, wrong or hostile, or whose keys change.
@ExtendWith(VertxExtension.class)
@Timeout(60)
class OidcProviderTest {
  private static final String CONFIGURATION = "/.well-known/openid-configuration";

  @TempDir Path folder;
  private FakeProvider provider;

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
    provider.groups("crew");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private static Reply begin(OidcSite browser) {
    return browser.post(OIDC, "", new JsonObject());
  }

  @Test
  void oneThatIsDownIsToldAndUsedWhenItIsUp(Vertx vertx) {
    int port = provider.port();
    provider.close();
    OidcSite browser = OidcSite.start(vertx, folder, provider);

    Reply refused = begin(browser);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().getString("detail"))
        .isEqualTo("the OpenID provider cannot be reached (request for its configuration)");
    assertThat(browser.site.get(SESSION).json().getString("provider")).isEqualTo("The Lab");
    provider = FakeProvider.start(port);
    provider.groups("crew");
    OidcSite again = browser.with(provider);
    assertThat(again.logIn().status()).isEqualTo(201);
  }

  @Test
  void newKeysAreFound(Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);

    assertThat(browser.logIn().status()).isEqualTo(201);
    provider.rotate("2");
    assertThat(browser.logIn().status()).as("a new id").isEqualTo(201);
    provider.rotate("2");
    assertThat(browser.logIn().status()).as("another key with the same id").isEqualTo(201);
    provider.rotate("");
    assertThat(browser.logIn().status()).as("a key without an id").isEqualTo(201);
    assertThat(provider.requests().stream().filter(path -> path.endsWith(CONFIGURATION)))
        .hasSize(1);
  }

  enum Forgery {
    NONE(
        (provider, claims) -> base64("{\"alg\":\"none\"}") + "." + base64(claims.toString()) + "."),
    NONE_WITH_A_SIGNATURE((provider, claims) ->
        base64("{\"alg\":\"none\",\"kid\":\"1\"}") + "." + base64(claims.toString()) + ".AAAA"),
    HMAC_WITH_THE_PUBLIC_KEY((provider, claims) -> {
      String input = base64("{\"alg\":\"HS256\",\"kid\":\"1\"}") + "." + base64(claims.toString());
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(provider.key().getPublic().getEncoded(), "HmacSHA256"));
        return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }),
    ANOTHER_KEY((provider, claims) ->
        provider.signed("RS256", "SHA256withRSA", FakeProvider.newKey(), claims)),
    CHANGED((provider, claims) -> {
      String[] parts = provider.signed(claims).split("\\.");
      return parts[0] + "." + base64(claims.put("x", 1).toString()) + "." + parts[2];
    }),
    WITHOUT_SIGNATURE((provider, claims) -> {
      String[] parts = provider.signed(claims).split("\\.");
      return parts[0] + "." + parts[1] + ".";
    }),
    ANOTHER_HASH(
        (provider, claims) -> provider.signed("RS512", "SHA256withRSA", provider.key(), claims)),
    NO_TOKEN((provider, claims) -> "token"),
    NO_JSON((provider, claims) -> base64("a") + "." + base64("b") + "." + base64("c")),
    HUGE((provider, claims) -> provider.signed(claims.put("x", "x".repeat(100_000))));

    private final BiFunction<FakeProvider, JsonObject, String> sign;

    Forgery(BiFunction<FakeProvider, JsonObject, String> sign) {
      this.sign = sign;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTokenThatTheProviderDidNotSignIsRefused(Forgery forgery, Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    provider.sign(claims -> forgery.sign.apply(provider, claims));

    Reply refused = browser.logIn();

    assertThat(refused.status()).as(refused.body()).isEqualTo(401);
    assertThat(refused.json().getString("detail")).contains("ID token");
  }

  @ParameterizedTest
  @CsvSource({"RS384, SHA384withRSA", "RS512, SHA512withRSA", "PS256, RSASSA-PSS"})
  void otherAlgorithmsAreFine(String algorithm, String javaAlgorithm, Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    provider.sign(claims -> provider.signed(algorithm, javaAlgorithm, provider.key(), claims));

    assertThat(browser.logIn().status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "ES256, P-256, secp256r1, SHA256, 32",
    "ES384, P-384, secp384r1, SHA384, 48",
    "ES512, P-521, secp521r1, SHA512, 66"
  })
  void ellipticCurvesAreFine(
      String algorithm, String curve, String javaCurve, String hash, int bytes, Vertx vertx)
      throws GeneralSecurityException {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(javaCurve));
    KeyPair pair = generator.generateKeyPair();
    ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
    JsonObject key =
        new JsonObject()
            .put("kty", "EC")
            .put("crv", curve)
            .put("kid", "1")
            .put("x", base64(padded(point.getAffineX(), bytes)))
            .put("y", base64(padded(point.getAffineY(), bytes)));
    provider.override(
        "/keys",
        exchange ->
            FakeProvider.send(
                exchange, 200, new JsonObject().put("keys", new JsonArray().add(key))));
    provider.sign(
        claims -> provider.signed(algorithm, hash + "withECDSAinP1363Format", pair, claims));

    Reply reply = browser.logIn();

    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    provider.sign(claims -> {
      String[] parts =
          provider.signed(algorithm, hash + "withECDSAinP1363Format", pair, claims).split("\\.");
      return parts[0] + "." + parts[1] + "." + base64(new byte[2 * bytes]);
    });
    assertThat(browser.logIn().status()).as("a signature of zeros").isEqualTo(401);
  }

  private static byte[] padded(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int count = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - count, padded, length - count, count);
    return padded;
  }

  /// A key for another purpose or algorithm, and a symmetric one that the provider published.
  @ParameterizedTest
  @ValueSource(strings = {"use: enc", "alg: RS512", "kty: oct", "n: !", "kid: other"})
  void aKeyThatDoesNotFitIsNotUsed(String change, Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    String[] pair = change.split(": ");
    provider.override(
        "/keys",
        exchange -> {
          JsonObject keys = provider.keys();
          keys.getJsonArray("keys").getJsonObject(1).put(pair[0], pair[1]);
          FakeProvider.send(exchange, 200, keys);
        });

    assertThat(browser.logIn().status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issuer|http://127.0.0.1:1/other",
        "issuer|",
        "authorization_endpoint|javascript:alert(1)",
        "authorization_endpoint|//evil.example",
        "authorization_endpoint|data:text/html,x",
        "token_endpoint|file:///etc/passwd",
        "token_endpoint|http://user:pw@127.0.0.1/",
        "jwks_uri|",
        "jwks_uri|/keys"
      })
  void aConfigurationThatIsWrongIsNotUsed(String change, Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    String key = change.substring(0, change.indexOf('|'));
    String value = change.substring(key.length() + 1);
    JsonObject document = provider.configuration();
    if (value.isEmpty()) {
      document.remove(key);
    } else {
      document.put(key, value);
    }
    provider.override(CONFIGURATION, exchange -> FakeProvider.send(exchange, 200, document));

    Reply refused = begin(browser);

    assertThat(refused.status()).as(refused.body()).isEqualTo(503);
    assertThat(refused.json().getString("detail")).contains(key);
    assertThat(refused.headers().contains("Set-Cookie")).isFalse();
  }

  @Test
  void aRedirectIsNotFollowed(Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    provider.override(
        CONFIGURATION,
        exchange -> {
          exchange.getResponseHeaders().set("Location", provider.issuer() + "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        });

    Reply refused = begin(browser);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().getString("detail")).contains("status 302");
    assertThat(provider.requests()).noneMatch(path -> path.endsWith("/elsewhere"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_client, 503, invalid_client",
    "400, <script>, 503, status 400",
    "500, '', 503, status 500",
    "400, invalid_grant, 401, log in again"
  })
  void whyThereIsNoTokenIsTold(int status, String error, int expected, String text, Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    provider.override(
        "/token",
        exchange -> FakeProvider.send(exchange, status, new JsonObject().put("error", error)));

    Reply refused = browser.logIn();

    assertThat(refused.status()).isEqualTo(expected);
    assertThat(refused.json().getString("detail")).contains(text).doesNotContain("<");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "x", "", "{\"id_token\":1}"})
  void aTokenResponseThatIsNoneIsTold(String body, Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    provider.override(
        "/token",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(body.getBytes(UTF_8));
        });

    assertThat(browser.logIn().status()).isEqualTo(503);
  }

  @Test
  void aSecretInTheFormIsSentThere(Vertx vertx) {
    OidcSite browser = OidcSite.start(vertx, folder, provider);
    JsonObject document = provider.configuration();
    document.put(
        "token_endpoint_auth_methods_supported", new JsonArray().add("client_secret_post"));
    provider.override(CONFIGURATION, exchange -> FakeProvider.send(exchange, 200, document));
    StringBuffer seen = new StringBuffer();
    provider.override(
        "/token",
        exchange -> {
          seen.append(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          seen.append(exchange.getRequestHeaders().containsKey("Authorization"));
          FakeProvider.send(exchange, 400, new JsonObject().put("error", "invalid_grant"));
        });

    browser.logIn();

    assertThat(seen.toString())
        .contains("client_id=pingdeck&client_secret=a%20secret%3A%20100%25")
        .endsWith("false");
  }

  @Test
  void aPathLeadsToAClaimInsideAndTheDefaultRoleCounts(Vertx vertx) {
    RoleMapping roles =
        new RoleMapping(Map.of(Role.ADMIN, List.of("chief")), Optional.of(Role.VIEWER));
    OidcSite browser =
        OidcSite.start(vertx, folder, provider, "realm.roles", roles, ReverseProxy.NONE);

    provider.claims(
        given -> given.put("realm", new JsonObject().put("roles", new JsonArray().add("chief"))));
    assertThat(browser.logIn().json().getJsonObject("user").getString("role")).isEqualTo("admin");
    provider.claims(given -> given.put("realm.roles", "chief"));
    assertThat(browser.logIn().json().getJsonObject("user").getString("role")).isEqualTo("admin");
    provider.claims(given -> given.put("realm", "chief"));
    assertThat(browser.logIn().json().getJsonObject("user").getString("role")).isEqualTo("viewer");
  }

  @Test
  void behindAProxyThePublicAddressCounts(Vertx vertx) {
    URI published = URI.create("https://ping.example/pings");
    ReverseProxy proxy = new ReverseProxy("/pings", Optional.of(published), List.of());
    OidcSite browser = OidcSite.start(vertx, folder, provider, "groups", OidcSite.ROLES, proxy);

    Reply begun = begin(browser);

    assertThat(FakeProvider.query(URI.create(begun.json().getString("url")).getRawQuery()))
        .containsEntry("redirect_uri", "https://ping.example/pings/");
    assertThat(begun.headers().get("Set-Cookie")).contains("; Path=/pings; Secure; HTTPOnly;");
    Reply login = browser.logIn();
    assertThat(login.headers().getAll("Set-Cookie"))
        .filteredOn(cookie -> cookie.startsWith("pingdeck_session"))
        .singleElement()
        .asString()
        .contains("; Path=/pings; Secure; HTTPOnly; SameSite=Strict");
    assertThat(browser.status(login, "GET", "/api/v1/pings", "")).isEqualTo(200);
  }
}
