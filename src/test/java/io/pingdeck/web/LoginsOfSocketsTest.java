package io.pingdeck.web;

import static io.pingdeck.web.GuardedSite.PASSWORD;
import static io.pingdeck.web.GuardedSite.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.AddressRange;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Live connections end within a second of what authorised them, and only those.
@Slow
@ExtendWith(VertxExtension.class)
class LoginsOfSocketsTest {
  private static final int POLICY_VIOLATION = 1008;
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;

  private static LiveClient open(GuardedSite guarded, String header, String value) {
    LiveClient client =
        LiveClient.connect(guarded.site, Map.of(header, value, "Origin", guarded.origin()));
    client.next("hello");
    return client;
  }

  enum End {
    LOGOUT,
    OWN_PASSWORD,
    PASSWORD_SET,
    ROLE_CHANGED,
    REMOVED
  }

  @ParameterizedTest
  @EnumSource
  @Proves("W6")
  void endsWithTheLogin(End end, Vertx vertx) {
    GuardedSite guarded = GuardedSite.start(vertx, folder);
    String cookie = guarded.cookie("viewer");
    LiveClient client = open(guarded, "Cookie", cookie);
    LiveClient other = open(guarded, "Cookie", guarded.cookie("operator"));

    switch (end) {
      case LOGOUT -> guarded.byPage(cookie, "DELETE", SESSION, "");
      case OWN_PASSWORD ->
          guarded.byPage(
              cookie,
              "PUT",
              SESSION + "/password",
              "{\"old\":\"" + PASSWORD + "\",\"new\":\"another horse\"}");
      case PASSWORD_SET ->
          guarded.ask(
              new UserApi.ChangeUser("viewer", Optional.empty(), Optional.of("another horse")));
      case ROLE_CHANGED ->
          guarded.ask(
              new UserApi.ChangeUser("viewer", Optional.of(Role.OPERATOR), Optional.empty()));
      case REMOVED -> guarded.ask(new UserApi.RemoveUser("viewer"));
    }
    long changed = System.nanoTime();

    assertThat(client.next("closed").getInteger("code")).isEqualTo(POLICY_VIOLATION);
    assertThat(System.nanoTime() - changed).isLessThan(SECOND);
    assertThat(guarded.byPage(cookie, "GET", "/api/v1/pings", "").status()).isEqualTo(401);
    other.subscribe().next("echoServers");
  }

  @Test
  @Proves("W6")
  void endsWhenItsTokenIsRemovedOrExpires(Vertx vertx) {
    GuardedSite guarded = GuardedSite.start(vertx, folder);
    UserApi.CreatedToken removed = guarded.token("removed", Role.VIEWER, Optional.empty());
    UserApi.CreatedToken expiring =
        guarded.token("expiring", Role.VIEWER, Optional.of(Duration.ofMinutes(5)));
    LiveClient first = open(guarded, "Authorization", "Bearer " + removed.secret());
    LiveClient second = open(guarded, "Authorization", "Bearer " + expiring.secret());

    guarded.ask(new UserApi.RemoveToken(removed.token().id()));

    assertThat(first.next("closed").getInteger("code")).isEqualTo(POLICY_VIOLATION);
    assertThat(guarded.byToken(expiring.secret(), "GET", "/metrics", "").status()).isEqualTo(200);
    guarded.site.setClockAhead(Duration.ofMinutes(5));
    assertThat(second.next("closed").getInteger("code")).isEqualTo(POLICY_VIOLATION);
    assertThat(guarded.byToken(expiring.secret(), "GET", "/metrics", "").status()).isEqualTo(401);
  }

  /// A proxy is configured: the first user makes a login required.
  @Test
  @Proves("W6")
  void endsWhenALoginBecomesRequired(Vertx vertx) {
    Site site =
        Site.start(
            vertx,
            folder,
            GuardedSite.config(
                "127.0.0.1",
                LoginConfig.DEFAULT,
                new ReverseProxy("", Optional.empty(), List.of(AddressRange.parse("192.0.2.1")))));
    LiveClient client = LiveClient.connect(site);
    client.next("hello");

    Site.await(
        UserApi.USERS.request(
            vertx.eventBus(), new UserApi.AddUser("first", Role.ADMIN, PASSWORD)));

    assertThat(client.next("closed").getInteger("code")).isEqualTo(POLICY_VIOLATION);
    assertThat(site.get("/api/v1/pings").status()).isEqualTo(401);

    // As when the file of users is lost, or its last user is removed by the command line.
    UserApi.CHANGED.publish(vertx.eventBus(), Directory.EMPTY);
    assertThat(site.get("/api/v1/pings").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, own, 401",
    "nobody, none, 401",
    "cookie, own, 101",
    "cookie, none, 403",
    "cookie, null, 403",
    "cookie, http://evil.example, 403",
    "token, none, 101",
    "token, own, 101",
    "token, http://evil.example, 403",
    "wrong, none, 401",
  })
  @Proves("W3")
  void isOpenedByTheOwnPageOrAToken(String who, String origin, int status, Vertx vertx) {
    GuardedSite guarded = GuardedSite.start(vertx, folder);
    Map<String, String> headers = new HashMap<>();
    switch (who) {
      case "cookie" -> headers.put("Cookie", guarded.cookie("viewer"));
      case "token" ->
          headers.put(
              "Authorization",
              "Bearer " + guarded.token("t", Role.VIEWER, Optional.empty()).secret());
      case "wrong" -> headers.put("Authorization", "Bearer pd_wrong");
      default -> {}
    }
    if (!origin.equals("none")) {
      headers.put("Origin", origin.equals("own") ? guarded.origin() : origin);
    }

    assertThat(handshake(guarded.site, headers)).isEqualTo(status);
  }

  static int handshake(Site site, Map<String, String> headers) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(site.port())
            .setURI("/api/v1/live")
            .setAllowOriginHeader(headers.containsKey("Origin"));
    headers.forEach(options::putHeader);
    WebSocketClient client = site.vertx().createWebSocketClient();
    return Site.await(
        client
            .connect(options)
            .map(socket -> 101)
            .recover(e ->
                e instanceof UpgradeRejectedException rejected
                    ? Future.succeededFuture(rejected.getStatus())
                    : Future.failedFuture(e))
            .eventually(client::close));
  }
}
