package io.pingdeck.web;

import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A [Site] that requires a login, with a user of each role.
public final class GuardedSite {
  static final String PASSWORD = "correct horse";
  static final String SESSION = "/api/v1/session";

  public final Site site;

  private GuardedSite(Site site) {
    this.site = site;
  }

  public static GuardedSite start(Vertx vertx, Path folder) {
    return start(vertx, folder, Duration.ofHours(8), ReverseProxy.NONE);
  }

  public static GuardedSite start(
      Vertx vertx, Path folder, Duration idleTimeout, ReverseProxy proxy) {
    LoginConfig login =
        new LoginConfig(LoginConfig.Mode.ALWAYS, false, idleTimeout, Duration.ofDays(7));
    return new GuardedSite(
        Site.start(
            vertx,
            folder,
            config("127.0.0.1", login, proxy),
            bus -> {
              for (Role role : Role.values()) {
                Site.await(
                    UserApi.USERS.request(bus, new UserApi.AddUser(role.word(), role, PASSWORD)));
              }
            }));
  }

  static WebConfig config(String host, LoginConfig login, ReverseProxy proxy) {
    return new WebConfig(
        host,
        0,
        List.of("ping.example"),
        100,
        50,
        HttpConnectionLimits.DEFAULT,
        proxy,
        Optional.empty(),
        login);
  }

  String origin() {
    return "http://127.0.0.1:" + site.port();
  }

  Reply login(String name, String password) {
    return site.post(SESSION, new JsonObject().put("name", name).put("password", password));
  }

  /// The cookie of a new session.
  String cookie(String name) {
    Reply reply = login(name, PASSWORD);
    if (reply.status() != 201) {
      throw new AssertionError(reply.status() + " " + reply.body());
    }
    return reply.headers().get("Set-Cookie").split(";", 2)[0];
  }

  /// A token with this role, which may have expired.
  public UserApi.CreatedToken token(String name, Role role, Optional<Duration> lifetime) {
    return ask(new UserApi.CreateToken(name, role, lifetime));
  }

  <A extends Record> A ask(UserApi.UserRequest<A> request) {
    return Site.await(UserApi.USERS.request(site.vertx().eventBus(), request));
  }

  /// As the own page sends it.
  Reply byPage(String cookie, String method, String path, String json) {
    Map<String, String> headers = new HashMap<>(Map.of("Cookie", cookie, "Origin", origin()));
    if (!json.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    return site.call(method, path, headers, Buffer.buffer(json));
  }

  Reply byToken(String secret, String method, String path, String json) {
    Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + secret));
    if (!json.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    return site.call(method, path, headers, Buffer.buffer(json));
  }

  /// The audit log, newest first.
  List<AuditEntry> audit() {
    return Site.await(
            AuditApi.AUDIT.request(
                site.vertx().eventBus(), new AuditApi.Latest(Optional.empty(), 100)))
        .entries();
  }
}
