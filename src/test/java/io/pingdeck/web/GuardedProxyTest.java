package io.pingdeck.web;

import static io.pingdeck.web.GuardedSite.PASSWORD;
import static io.pingdeck.web.GuardedSite.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.AddressRange;
import io.pingdeck.pem.OwnCertificate;
import io.pingdeck.pem.SelfSigned;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.TlsFiles;
import io.pingdeck.web.http.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logins by HTTPS, and through a proxy.
@ExtendWith(VertxExtension.class)
@Timeout(60)
class GuardedProxyTest {
  private static final Duration IDLE = Duration.ofHours(8);
  private static final JsonObject LOGIN =
      new JsonObject().put("name", "viewer").put("password", PASSWORD);

  @TempDir Path folder;

  /// HTTPS that ends at the proxy, which the public address tells.
  @ParameterizedTest
  @CsvSource({
    "https://ping.example, '; Path=/; Secure; HTTPOnly; SameSite=Strict'",
    "https://ping.example/a/b, '; Path=/a/b; Secure; HTTPOnly; SameSite=Strict'",
    "http://ping.example, '; Path=/; HTTPOnly; SameSite=Strict'"
  })
  void theCookieIsSecureWherePeopleUseHttps(String publicUrl, String attributes, Vertx vertx) {
    ReverseProxy proxy = new ReverseProxy("", Optional.of(URI.create(publicUrl)), List.of());
    GuardedSite guarded = GuardedSite.start(vertx, folder, IDLE, proxy);

    assertThat(guarded.login("viewer", PASSWORD).headers().get("Set-Cookie")).endsWith(attributes);
  }

  @Test
  void theCookieIsSecureWithAnOwnCertificate(Vertx vertx) throws Exception {
    OwnCertificate made = SelfSigned.create(List.of("localhost"), Instant.now());
    byte[] der = made.chain().getFirst().getEncoded();
    Path key = folder.resolve("page.key");
    Path certificate = folder.resolve("page.pem");
    Files.writeString(key, SelfSigned.pem("PRIVATE KEY", made.key().getEncoded()));
    Files.writeString(certificate, SelfSigned.pem("CERTIFICATE", der));
    WebConfig config =
        new WebConfig(
            "127.0.0.1",
            0,
            List.of(),
            100,
            50,
            HttpConnectionLimits.DEFAULT,
            ReverseProxy.NONE,
            Optional.of(new TlsFiles(certificate, key)),
            new LoginConfig(LoginConfig.Mode.ALWAYS, false, IDLE, IDLE));
    Site site =
        Site.start(
            vertx,
            folder,
            config,
            bus ->
                Site.await(
                    UserApi.USERS.request(
                        bus, new UserApi.AddUser("viewer", Role.VIEWER, PASSWORD))));
    RequestOptions request =
        new RequestOptions()
            .setSsl(true)
            .setHost("127.0.0.1")
            .setPort(site.port())
            .setMethod(HttpMethod.POST)
            .setURI(SESSION)
            .putHeader("Content-Type", "application/json");
    HttpClientOptions trusting =
        new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);

    HttpClient client = vertx.createHttpClient(trusting);
    String cookie =
        Site.await(
            client
                .request(request)
                .compose(sending -> sending.send(LOGIN.toBuffer()))
                .map(response -> response.getHeader("Set-Cookie")));

    Site.await(client.close());
    assertThat(cookie)
        .startsWith("pingdeck_session_" + site.port())
        .endsWith("; Path=/; Secure; HTTPOnly; SameSite=Strict");
  }

  @Test
  void aFullQueueSaysWhenToComeAgain(Vertx vertx) {
    ReverseProxy proxy =
        new ReverseProxy("", Optional.empty(), List.of(AddressRange.parse("127.0.0.1")));
    Site site = GuardedSite.start(vertx, folder, IDLE, proxy).site;
    AtomicInteger sources = new AtomicInteger();
    AtomicBoolean isOver = new AtomicBoolean();
    for (int i = 0; i < 60; i++) {
      keepBusy(vertx, sources, isOver);
    }
    Buffer wrong = LOGIN.copy().put("password", "wrong password").toBuffer();

    Reply reply;
    do {
      reply =
          site.call(
              "POST",
              SESSION,
              Map.of("Content-Type", "application/json", "X-Forwarded-For", source(sources)),
              wrong);
    } while (reply.status() == 401);
    isOver.set(true);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers().get("Retry-After")).isEqualTo("1");
    assertThat(reply.json().getString("detail")).startsWith("too many logins at once");
  }

  private static String source(AtomicInteger sources) {
    int number = sources.incrementAndGet();
    return "10.0." + number / 250 + "." + number % 250;
  }

  /// One more wrong password waits, always.
  private static void keepBusy(Vertx vertx, AtomicInteger sources, AtomicBoolean isOver) {
    UserApi.USERS
        .request(vertx.eventBus(), new UserApi.CheckPassword("viewer", "wrong", source(sources)))
        .onComplete(_ -> {
          if (!isOver.get()) {
            vertx.setTimer(5, _ -> keepBusy(vertx, sources, isOver));
          }
        });
  }
}
