package io.pingdeck.app;

import static io.pingdeck.web.Site.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.config.AppConfig;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.config.ConfigRules;
import io.pingdeck.config.Setting;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.echo.server.Await;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Starts on the data folders that released versions left when a signal ended them. Each has six
/// pings, one of them running, a changed and an added echo server, two applications with
/// heartbeats, and changed rules. Every release that changes a format adds its folder.
@ParameterizedClass
@ValueSource(strings = {"data-before-lines", "data-1.0.0"})
@ExtendWith(VertxExtension.class)
@Timeout(60)
class UpgradeTest {
  @Parameter private String folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private URI page;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path home) throws Exception {
    unpack("/upgrade/" + folder + ".zip", home.resolve("data"));
    Files.writeString(Files.createDirectory(home.resolve("webroot")).resolve("index.html"), "<p>");
    Codecs.register(vertx);
    DataPlace place = new DataPlace(home.resolve("data"), "data.dir", Optional.empty(), false);
    MainVerticle main = new MainVerticle(config(), home, place, PlatformSockets.portable());
    await(vertx.deployVerticle(main));
    page = URI.create("http://127.0.0.1:" + main.webPort());
    while (send("/health/ready").statusCode() != 200) {
      Await.pause();
    }
  }

  @AfterEach
  void close() {
    http.close();
  }

  /// Keeps old data, and uses the ports of the folder's configuration.
  private static AppConfig config() {
    List<Setting> settings =
        Stream.of(
                "web.port=0",
                "heartbeat.port=0",
                "history.keepRaw=36500d",
                "history.keepRollups=36500d",
                "echo.servers=[{port: 12871}]")
            .map(setting -> setting.split("=", 2))
            .map(pair -> new Setting(pair[0], pair[0], pair[1]))
            .toList();
    return ConfigReader.read(Optional.empty(), Map.of(), settings, ConfigRules.NONE).config();
  }

  private static void unpack(String archive, Path folder) throws IOException {
    try (InputStream in = UpgradeTest.class.getResourceAsStream(archive);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "k8tezswt, udp://127.0.0.1:12875, 12, 7, 5, 0",
    "qyem977v, tcp://127.0.0.1:12873, 12, 12, 0, 0",
    "gb8mfzvx, tcp://127.0.0.1:9, 12, 0, 0, 12",
    "t5rqfz2b, http://127.0.0.1:18971/, 12, 0, 12, 0",
    "yfw74jsy, dns://127.0.0.1:12871/example.com, 5, 0, 5, 0",
  })
  void endedPingHasItsCountersAndItsSamples(
      String id, String target, int sent, int replied, int lost, int refused) {
    JsonObject ping = get("/api/v1/pings/" + id);

    assertThat(ping.getString("target")).isEqualTo(target);
    assertThat(ping.getString("state")).isEqualTo("finished");
    JsonObject counters = ping.getJsonObject("counters");
    assertThat(counters.getInteger("sent")).isEqualTo(sent);
    assertThat(counters.getInteger("replied")).isEqualTo(replied);
    assertThat(counters.getInteger("lost")).isEqualTo(lost);
    assertThat(counters.getInteger("refused")).isEqualTo(refused);
    assertThat(get("/api/v1/pings/" + id + "/samples").getJsonArray("samples")).hasSize(sent);
  }

  @Test
  void runningPingGoesOn() {
    JsonObject ping = get("/api/v1/pings/zr4776k0");

    assertThat(ping.getString("name")).isEqualTo("runs on");
    assertThat(ping.getString("state")).isEqualTo("running");
    assertThat(ping.getJsonObject("counters").getInteger("sent")).isGreaterThanOrEqualTo(55);
    assertThat(ping.fieldNames()).doesNotContain("startedBy"); // of this machine
  }

  @Test
  void echoServersAreAsTheyWereChanged() {
    JsonArray servers = get("/api/v1/echo-servers").getJsonArray("echoServers");

    assertThat(servers.stream().map(JsonObject.class::cast))
        .extracting(server -> server.getString("id") + " " + server.getDouble("loss"))
        .contains("udp-127.0.0.1-12871 0.25", "udp-127.0.0.1-12875 0.5");
  }

  @Test
  void heartbeatsAndTheirRulesAreKept() {
    JsonObject application = get("/api/v1/heartbeats/build-7");

    assertThat(application.getJsonObject("counts").getInteger("received")).isEqualTo(5);
    assertThat(application.getJsonObject("counts").getInteger("lost")).isEqualTo(1);
    assertThat(application.getJsonObject("rules").getInteger("misses")).isEqualTo(7);
    assertThat(application.getJsonObject("rules").getString("interval")).isEqualTo("2s");
    assertThat(get("/api/v1/heartbeats/backup").getString("via")).isEqualTo("http");
    assertThat(get("/api/v1/heartbeat-rules").getInteger("misses")).isEqualTo(6);
  }

  @Test
  void nothingIsTakenForDamage() {
    JsonObject system = get("/api/v1/system");

    assertThat(system.getJsonObject("history").getInteger("damaged")).isZero();
    assertThat(system.getJsonObject("heartbeats").getInteger("damaged")).isZero();
  }

  private JsonObject get(String path) {
    HttpResponse<String> response = send(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  private HttpResponse<String> send(String path) {
    try {
      return http.send(HttpRequest.newBuilder(page.resolve(path)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
