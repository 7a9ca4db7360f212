package io.pingdeck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pingdeck.testing.Proves;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.access.Access;
import io.pingdeck.web.access.NoUserException;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// A page that other machines reach, before a user exists.
@ExtendWith(VertxExtension.class)
class FirstVisitTest {
  private static final LoginConfig WITH_CODE =
      new LoginConfig(LoginConfig.Mode.AUTO, true, Duration.ofHours(1), Duration.ofDays(1));

  private final Logger logger = (Logger) LoggerFactory.getLogger(Access.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private Site start(Vertx vertx, String host, LoginConfig login) {
    return Site.start(vertx, folder, GuardedSite.config(host, login, ReverseProxy.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "::ffff:0.0.0.0"})
  @Proves("W1")
  void isNotServedWithoutAUser(String host, Vertx vertx) {
    assertThatThrownBy(() -> start(vertx, host, LoginConfig.DEFAULT))
        .rootCause()
        .isInstanceOf(NoUserException.class)
        .hasMessageContaining("web.host: " + host);
  }

  @Test
  void isNotServedWithoutAUserWhereALoginIsAlwaysRequired(Vertx vertx) {
    LoginConfig always =
        new LoginConfig(LoginConfig.Mode.ALWAYS, false, Duration.ofHours(1), Duration.ofDays(1));

    assertThatThrownBy(() -> start(vertx, "127.0.0.1", always))
        .rootCause()
        .hasMessageContaining("web.login: always");
  }

  private String code() {
    Matcher code =
        Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{8}){3}")
            .matcher(log.list.getLast().getFormattedMessage());
    assertThat(code.find()).isTrue();
    return code.group();
  }

  private static Reply setUp(Site site, String code, String password) {
    return site.post(
        "/api/v1/setup",
        new JsonObject().put("code", code).put("name", "ada").put("password", password));
  }

  @Test
  void theCodeMakesTheFirstAdminOnce(Vertx vertx) {
    Site site = start(vertx, "0.0.0.0", WITH_CODE);
    assertThat(log.list).hasSize(1);
    assertThat(site.get("/api/v1/session").json().getBoolean("setupRequired")).isTrue();
    assertThat(site.get("/api/v1/pings").status()).isEqualTo(401);
    String guess = code().replace('0', '1').replace('a', 'b').replace('c', 'd');

    assertThat(setUp(site, guess.equals(code()) ? "x" : guess, "correct horse").status())
        .isEqualTo(401);
    assertThat(setUp(site, "", "correct horse").status()).isEqualTo(401);
    assertThat(setUp(site, code(), "short").status()).isEqualTo(400);
    Reply done = setUp(site, code().replace("-", ""), "correct horse");

    assertThat(done.status()).isEqualTo(201);
    assertThat(done.json().getJsonObject("user").getString("role")).isEqualTo("admin");
    String cookie = done.headers().get("Set-Cookie").split(";", 2)[0];
    assertThat(site.get("/api/v1/users", Map.of("Cookie", cookie)).status()).isEqualTo(200);
    assertThat(setUp(site, code(), "correct horse").status()).isEqualTo(409);
    assertThat(site.get("/api/v1/session").json().getBoolean("setupRequired")).isFalse();
  }

  @Test
  void aUserOfTheCommandLineMakesTheCodeWorthless(Vertx vertx) {
    Site site = start(vertx, "0.0.0.0", WITH_CODE);

    Site.await(
        UserApi.USERS.request(
            vertx.eventBus(), new UserApi.AddUser("grace", Role.VIEWER, "correct horse")));

    assertThat(setUp(site, code(), "correct horse").status()).isEqualTo(409);
  }

  /// The client connects to 127.0.0.1.
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "127.0.0.1:1234, 200",
    "localhost, 200",
    "[::1], 200",
    "[0:0:0:0:0:0:0:1], 200",
    "ping.example, 200",
    "0.0.0.0, 200",
    "127.0.0.2, 421",
    "192.0.2.1, 421",
    "[::ffff:192.0.2.1], 421",
    "127.1, 421",
    "2130706433, 421",
    "evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "127.0.0.1., 421",
    "'127.0.0.1:1:1', 400",
  })
  void itsNamesAreItsAddressesAndThoseConfigured(String host, int status, Vertx vertx) {
    Site site = start(vertx, "0.0.0.0", WITH_CODE);

    assertThat(site.call("GET", "/", Map.of("Host", host), Buffer.buffer()).status())
        .isEqualTo(status);
  }
}
