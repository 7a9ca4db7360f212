package io.pingdeck.web;

import static io.pingdeck.web.GuardedSite.SESSION;

import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.testing.FakeProvider;
import io.pingdeck.user.api.Role;
import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.OidcConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.RoleMapping;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A [Site] whose people log in at a [FakeProvider], and what their browsers do.
final class OidcSite {
  static final String OIDC = SESSION + "/oidc";
  static final RoleMapping ROLES =
      new RoleMapping(
          Map.of(Role.VIEWER, List.of("lookers"), Role.OPERATOR, List.of("crew", "night crew")),
          Optional.empty());

  final Site site;
  private final FakeProvider provider;
  private final String path;

  private OidcSite(Site site, FakeProvider provider, String path) {
    this.site = site;
    this.provider = provider;
    this.path = path;
  }

  static OidcSite start(Vertx vertx, Path folder, FakeProvider provider) {
    return start(vertx, folder, provider, "groups", ROLES, ReverseProxy.NONE);
  }

  static OidcSite start(
      Vertx vertx,
      Path folder,
      FakeProvider provider,
      String roleClaim,
      RoleMapping roles,
      ReverseProxy proxy) {
    OidcConfig oidc =
        new OidcConfig(
            provider.issuer(),
            FakeProvider.CLIENT,
            Optional.of(FakeProvider.SECRET),
            Optional.empty(),
            Optional.empty(),
            "The Lab",
            List.of("profile"),
            "preferred_username",
            roleClaim,
            roles);
    LoginConfig login =
        new LoginConfig(
            LoginConfig.Mode.AUTO,
            false,
            Duration.ofHours(8),
            Duration.ofDays(7),
            Optional.of(oidc),
            Optional.empty());
    Site site = Site.start(vertx, folder, GuardedSite.config("127.0.0.1", login, proxy));
    return new OidcSite(site, provider, proxy.basePath());
  }

  /// The same at a provider that was started anew.
  OidcSite with(FakeProvider another) {
    return new OidcSite(site, another, path);
  }

  String origin() {
    return "http://127.0.0.1:" + site.port();
  }

  Reply post(String call, String cookie, JsonObject body) {
    Map<String, String> headers = new HashMap<>(Map.of("Origin", origin()));
    if (!cookie.isEmpty()) {
      headers.put("Cookie", cookie);
    }
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    Buffer text = body.isEmpty() ? Buffer.buffer() : body.toBuffer();
    return site.call("POST", path + call, headers, text);
  }

  /// A login that has come back from the provider.
  record Returned(String cookie, JsonObject answer) {}

  Returned begin() {
    Reply begun = post(OIDC, "", new JsonObject());
    String cookie = cookie(begun, "pingdeck_login");
    URI back = provider.logIn(begun.json().getString("url"));
    Map<String, String> query = FakeProvider.query(back.getRawQuery());
    return new Returned(
        cookie, new JsonObject().put("code", query.get("code")).put("state", query.get("state")));
  }

  Reply finish(Returned login) {
    return post(OIDC + "/code", login.cookie(), login.answer());
  }

  Reply logIn() {
    return finish(begin());
  }

  /// The status of a request with the session of a login.
  int status(Reply login, String method, String call, String body) {
    Map<String, String> headers = new HashMap<>(Map.of("Origin", origin()));
    headers.put("Cookie", cookie(login, "pingdeck_session"));
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    return site.call(method, path + call, headers, Buffer.buffer(body)).status();
  }

  static String cookie(Reply reply, String prefix) {
    return reply.headers().getAll("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(prefix))
        .map(cookie -> cookie.split(";", 2)[0])
        .findFirst()
        .orElseThrow(() -> new AssertionError(reply.status() + " " + reply.body()));
  }

  List<AuditEntry> audit() {
    return Site.await(
            AuditApi.AUDIT.request(
                site.vertx().eventBus(), new AuditApi.Latest(Optional.empty(), 100)))
        .entries();
  }
}
