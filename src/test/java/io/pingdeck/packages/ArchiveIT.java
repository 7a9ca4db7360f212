package io.pingdeck.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.net.Lab;
import io.pingdeck.testing.Certificates;
import io.pingdeck.testing.ScriptedDns;
import io.pingdeck.testing.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The archive with its own Java, in a root that has a shell, the C library and nothing else: as in
/// the container, whose image holds the same files.
@Timeout(120)
class ArchiveIT {
  private static final String PINGDECK = "/opt/pingdeck/bin/pingdeck ";
  private static final String SERVE =
      "STATE_DIRECTORY=/var/lib/pingdeck exec "
          + PINGDECK
          + "serve --web-port 0 --echo-port 0 --heartbeat-port 0";

  @TempDir private static Path folder;
  private static Path archive;
  private static CleanRoot root;

  @BeforeAll
  static void unpack() throws IOException {
    archive = CleanRoot.built("pingdeck-VERSION-linux-.*[.]tar[.]gz");
    root = CleanRoot.make(folder.resolve("root"), List.of());
    Files.createDirectories(root.path("/opt/pingdeck"));
    String to = root.path("/opt/pingdeck").toString();
    Lab.run("tar", "-xzf", archive.toString(), "-C", to, "--strip-components=1");
    for (String library : List.of("/lib/libjava.so", "/lib/server/libjvm.so")) {
      String installed = System.getProperty("java.home") + library;
      for (MatchResult used :
          Pattern.compile("=> (/\\S+)").matcher(Lab.run("ldd", installed)).results().toList()) {
        if (!used.group(1).startsWith(System.getProperty("java.home"))) {
          root.copy(used.group(1));
        }
      }
    }
  }

  private static HttpResponse<String> get(String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(archive)).isLessThanOrEqualTo(60_000_000);
  }

  @Test
  void itNamesWhatItIsMadeOf() throws IOException {
    String parts = Files.readString(root.path("/opt/pingdeck/THIRD-PARTY.txt"));

    assertThat(parts).contains("\nlit 3.", "\nuplot 1.", "\norg.xerial:sqlite-jdbc 3.");
    assertThat(parts.lines())
        .hasSizeGreaterThan(40)
        .allMatch(line -> line.matches("\\S+ \\S+: .+"));
    assertThat(Files.readString(CleanRoot.built("pingdeck-VERSION-sbom[.]json")))
        .contains("pkg:npm/lit@", "pkg:maven/io.vertx/vertx-core@", "\"CycloneDX\"")
        .doesNotContain("junit", "timestamp\" : ", "serialNumber");
    assertThat(root.path("/opt/pingdeck/java/legal/java.base/LICENSE")).exists();
  }

  @Test
  void itNeedsNothingElse() throws IOException {
    assertThat(root.run(PINGDECK + "--version")).startsWith("pingdeck ");
  }

  @Test
  void asTheContainerItServesItsPageAndItsHealth() throws Exception {
    Process serve = root.start(SERVE, true);
    try {
      String page = CleanRoot.page(serve);

      assertThat(get(page).statusCode()).isEqualTo(200);
      assertThat(get(page).body()).contains("<title>Pingdeck");
      assertThat(get(page + "/api/v1/system").body()).contains("\"state\":\"recording\"");
      assertThat(root.runAsContainer(PINGDECK + "health --url " + page)).contains("ready");
      Matched udp =
          Matched.of("\"listening\":\"([0-9.:]+)\"", get(page + "/api/v1/echo-servers").body());
      assertThat(root.runAsContainer(PINGDECK + "ping udp://" + udp.group() + " -c 2 -i 0.1"))
          .contains("2 replies");
    } finally {
      serve.destroy();
      assertThat(serve.waitFor()).isEqualTo(143);
    }
    assertThatThrownBy(() -> root.runAsContainer(PINGDECK + "health --url http://127.0.0.1:1"))
        .hasMessageContaining("cannot reach Pingdeck");
  }

  private record Matched(String group) {
    static Matched of(String pattern, String text) {
      MatchResult match =
          Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow();
      return new Matched(match.group(1));
    }
  }

  @Test
  void itsJavaHasWhatHttpsAndDnsNeed() throws Exception {
    Certificates certificates = Certificates.make(Files.createDirectory(folder.resolve("ca")));
    Files.copy(certificates.authority(), root.path("/opt/ca.pem"));
    try (ServerProcess tls = ServerProcess.python("http_server.py", certificates.of("good"));
        ScriptedDns dns = new ScriptedDns()) {
      String https = "https://127.0.0.1:" + tls.port() + "/ --ca-file /opt/ca.pem -c 1";
      assertThat(root.run(PINGDECK + "ping " + https))
          .contains("status=200 (connect", "certificate for");
      // The scripted server knows no name.
      assertThatThrownBy(
              () -> root.run(PINGDECK + "ping dns://127.0.0.1:" + dns.port() + "/a.example -c 1"))
          .hasMessageContaining("NXDOMAIN");
    }
  }

  @Test
  void itsJavaHasWhatPostgresqlNeeds() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
    String history =
        " --set history.user=postgres --set history.url=jdbc:postgresql://127.0.0.1:"
            + postgres.getPort()
            + "/postgres";
    Process serve = root.start("PINGDECK_HISTORY_PASSWORD=postgres " + SERVE + history, true);
    try {
      String page = CleanRoot.page(serve);
      while (!get(page + "/api/v1/system").body().contains("\"state\":\"recording\"")) {
        Thread.onSpinWait(); // history waits for the server; the test has a time limit
      }
    } finally {
      serve.destroy();
      serve.waitFor();
      postgres.close();
    }
  }
}
