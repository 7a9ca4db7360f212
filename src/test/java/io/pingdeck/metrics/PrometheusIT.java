package io.pingdeck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.e2e.RunningPingdeck;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus from Debian's package scrapes the packaged program, and probes through it as
/// through blackbox_exporter.
@Timeout(120)
class PrometheusIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Uses the relabelling of blackbox_exporter's README.
  private static final String CONFIG =
      """
      global: {scrape_interval: 1s, scrape_timeout: 1s}
      scrape_configs:
        - job_name: pingdeck
          static_configs: [{targets: ['%1$s']}]
        - job_name: blackbox
          metrics_path: /probe
          params: {module: [udp]}
          static_configs: [{targets: ['%2$s', '%3$s']}]
          relabel_configs:
            - source_labels: [__address__]
              target_label: __param_target
            - source_labels: [__param_target]
              target_label: instance
            - target_label: __address__
              replacement: '%1$s'
      """;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private RunningPingdeck pingdeck;
  private Process prometheus;
  private URI api;

  @BeforeEach
  void start() throws IOException {
    Tool.need(Tool.PROMETHEUS);
    pingdeck = RunningPingdeck.start(0);
  }

  @AfterEach
  void end() {
    http.close();
    if (prometheus != null) {
      prometheus.toHandle().destroyForcibly();
    }
    if (pingdeck != null) {
      pingdeck.close();
    }
  }

  @Test
  void prometheusReadsPingsAndProbesThroughPingdeck() throws Exception {
    String server =
        get(pingdeck.page().resolve("/api/v1/echo-servers")).findValue("listening").asText();
    post("/api/v1/pings", "{\"target\":\"udp://" + server + "\",\"interval\":\"50ms\"}");
    String closed = "127.0.0.1:" + freePort();

    startPrometheus(pingdeck.page().getAuthority(), server, closed);

    await("pingdeck_rtt_seconds_count", count -> count >= 20);
    await("histogram_quantile(0.5, rate(pingdeck_rtt_seconds_bucket[10s]))", p -> p > 0 && p < 1);
    await("pingdeck_probes_total{outcome=\"reply\"}", count -> count >= 20);
    await("up{job=\"pingdeck\"}", up -> up == 1);
    await("probe_success{instance=\"" + server + "\"}", success -> success == 1);
    await("probe_success{instance=\"" + closed + "\"}", success -> success == 0);
    await("up{instance=\"" + closed + "\"}", up -> up == 1);
    await("probe_ip_protocol{instance=\"" + server + "\"}", version -> version == 4);
  }

  private void startPrometheus(String page, String server, String closed) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, CONFIG.formatted(page, server, closed));
    String listen = "127.0.0.1:" + freePort();
    prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=" + listen)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    api = URI.create("http://" + listen + "/api/v1/query?query=");
  }

  /// Prometheus does not report its port, so it gets one that was free a moment ago.
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Waits until a query has the expected result.
  private void await(String query, Predicate<Double> expected) throws Exception {
    String last = "no answer";
    while (!Thread.currentThread().isInterrupted()) {
      assertThat(prometheus.isAlive())
          .as(Files.readString(folder.resolve("prometheus.log")))
          .isTrue();
      try {
        JsonNode result =
            get(URI.create(api + URLEncoder.encode(query, UTF_8))).at("/data/result/0/value/1");
        last = result.asText();
        if (!result.isMissingNode()
            && expected.test(Double.valueOf(last.equals("NaN") ? "-1" : last))) {
          return;
        }
      } catch (ConnectException | JsonParseException e) {
        last = "not ready yet"; // reported as plain text
      }
      Thread.onSpinWait();
    }
    throw new AssertionError(query + ": " + last);
  }

  private JsonNode get(URI address) throws Exception {
    return JSON.readTree(
        http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body());
  }

  private void post(String path, String body) throws Exception {
    http.send(
        HttpRequest.newBuilder(pingdeck.page().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.discarding());
  }
}
