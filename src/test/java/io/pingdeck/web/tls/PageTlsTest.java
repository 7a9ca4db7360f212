package io.pingdeck.web.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pingdeck.echo.server.Await;
import io.pingdeck.pem.OwnCertificate;
import io.pingdeck.pem.SelfSigned;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.Tool;
import io.pingdeck.web.Site;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.TlsFiles;
import io.pingdeck.web.http.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// The page by HTTPS, over real sockets.
@Slow
@Timeout(60)
@ExtendWith(VertxExtension.class)
class PageTlsTest {
  @TempDir Path folder;
  private Path certificate;
  private Path key;
  private String first;
  private int port;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    certificate = folder.resolve("page.pem");
    key = folder.resolve("page.key");
    first = write(certificate, key, Instant.now());
    port =
        Site.start(
                vertx,
                folder,
                new WebConfig(
                    "127.0.0.1",
                    0,
                    List.of(),
                    100,
                    50,
                    HttpConnectionLimits.DEFAULT,
                    ReverseProxy.NONE,
                    Optional.of(new TlsFiles(certificate, key)),
                    LoginConfig.DEFAULT))
            .port();
  }

  /// @return the fingerprint
  private static String write(Path certificate, Path key, Instant now)
      throws IOException, CertificateEncodingException {
    OwnCertificate made = SelfSigned.create(List.of("localhost"), now);
    byte[] der = made.chain().getFirst().getEncoded();
    Files.writeString(key, SelfSigned.pem("PRIVATE KEY", made.key().getEncoded()));
    Files.writeString(certificate, SelfSigned.pem("CERTIFICATE", der));
    return OwnCertificate.sha256(made.chain().getFirst());
  }

  private void awaitSeen(String fingerprint) throws IOException {
    while (!TlsClient.seenAt(port).equals(fingerprint)) {
      Await.pause();
    }
  }

  private JsonObject tls() throws IOException {
    try (TlsClient client = TlsClient.connect(port)) {
      return client.json("/api/v1/system").getJsonObject("tls");
    }
  }

  private String awaitFault() throws IOException {
    JsonObject tls = tls();
    while (!tls.containsKey("fault")) {
      Await.pause();
      tls = tls();
    }
    return tls.getString("fault");
  }

  @Test
  @Proves("W26")
  void everyResponseAsksForHttps() throws IOException {
    try (TlsClient client = TlsClient.connect(port)) {
      assertThat(client.version()).isEqualTo("TLSv1.3");
      for (String path : List.of("/", "/health/live", "/api/v1/nothing", "/%00")) {
        assertThat(client.get(path))
            .contains("\r\nstrict-transport-security: max-age=31536000\r\n");
      }
    }
    assertThat(tls().getString("sha256")).isEqualTo(first);
    assertThat(Instant.parse(tls().getString("notAfter")))
        .isBetween(
            Instant.now().plus(Duration.ofDays(364)), Instant.now().plusSeconds(86400 * 365));
    assertThat(tls().containsKey("fault")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-tls1, false", "-tls1_1, false", "-tls1_2, true", "-tls1_3, true"})
  @Proves("W26")
  void onlyVersions12And13AreSpoken(String version, boolean spoken) throws Exception {
    Tool.need(Tool.OPENSSL);
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                version,
                "-cipher",
                "ALL:@SECLEVEL=0")
            .redirectErrorStream(true)
            .start();
    openssl.getOutputStream().close();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said.contains("Cipher is (NONE)")).as(said).isEqualTo(!spoken);
    if (!spoken) {
      assertThat(said).contains("alert protocol version");
    }
  }

  @Test
  void plainHttpIsClosedAndOthersAreServed() throws IOException {
    try (Socket plain = new Socket("127.0.0.1", port)) {
      plain.setSoTimeout(20_000);
      plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
      byte[] answer = plain.getInputStream().readAllBytes();

      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
    }
    assertThat(TlsClient.seenAt(port)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"https, 101", "http, 403"})
  void theOriginOfTheLiveFeedIsAPageByHttps(String scheme, String status) throws IOException {
    try (TlsClient client = TlsClient.connect(port)) {
      assertThat(client.upgrade("Origin: " + scheme + "://localhost:" + port))
          .startsWith("http/1.1 " + status);
    }
  }

  @Test
  void openConnectionsLiveOnWhenTheCertificateIsReplaced() throws Exception {
    try (TlsClient live = TlsClient.connect(port);
        TlsClient kept = TlsClient.connect(port)) {
      assertThat(live.upgrade()).startsWith("http/1.1 101");
      kept.get("/health/live");

      String second = write(certificate, key, Instant.now());
      awaitSeen(second);

      live.pingPong();
      assertThat(kept.get("/health/live")).startsWith("http/1.1 200");
      assertThat(kept.seen()).isEqualTo(first);
      assertThat(tls().getString("sha256")).isEqualTo(second);
    }
  }

  /// As certbot and Kubernetes replace them: the files stay, a link on the way to them changes.
  @Test
  void aReplacedLinkIsAChange() throws Exception {
    Path next = Files.createDirectory(folder.resolve("next"));
    String second = write(next.resolve("page.pem"), next.resolve("page.key"), Instant.now());
    for (Path file : List.of(certificate, key)) {
      Path link =
          Files.createSymbolicLink(folder.resolve("link"), next.resolve(file.getFileName()));
      Files.move(link, file, StandardCopyOption.REPLACE_EXISTING);
    }

    awaitSeen(second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "foreign key", "no file"})
  void aBadPairKeepsTheOldOneAndIsToldOnce(String kind) throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(PageTls.class);
    log.start();
    logger.addAppender(log);
    try {
      switch (kind) {
        case "garbage" -> Files.writeString(certificate, "garbage");
        case "foreign key" -> write(folder.resolve("other.pem"), key, Instant.now());
        default -> Files.delete(key);
      }

      String fault = awaitFault();
      assertThat(fault)
          .startsWith("web.tls." + (kind.equals("garbage") ? "certificate: " : "key: "));
      assertThat(TlsClient.seenAt(port)).isEqualTo(first);
      awaitSeen(write(certificate, key, Instant.now()));
      assertThat(tls().containsKey("fault")).isFalse();
      assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
          .filteredOn(line -> line.startsWith(fault))
          .hasSize(1);
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void anExpiredCertificateIsServedAndTold() throws Exception {
    String expired = write(certificate, key, Instant.now().minus(Duration.ofDays(400)));

    awaitSeen(expired);

    assertThat(awaitFault()).startsWith("web.tls.certificate: " + certificate + " expired at ");
  }
}
