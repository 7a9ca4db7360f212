package io.pingdeck.history.days;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program, killed and restarted; its exports are read back.
@Timeout(120)
class HistoryIT {
  private static final String READY = "Pingdeck is ready: ";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private String page;

  @AfterEach
  void end() {
    started.forEach(process -> process.toHandle().destroyForcibly());
    http.close();
  }

  @Test
  void killedProgramGoesOnWithItsPingsAndSaysNoDataForTheTimeBetween() throws Exception {
    Process first = serve();
    String ping = startPing("\"interval\":\"20ms\"");
    awaitPing(ping, p -> p.at("/counters/replied").asLong() >= 150);
    awaitHistory(100);
    first.toHandle().destroyForcibly();
    first.waitFor();
    serve();
    long soFar = get("/api/v1/pings/" + ping).at("/counters/replied").asLong();
    JsonNode after = awaitPing(ping, p -> p.at("/counters/replied").asLong() >= soFar + 50);

    assertThat(after.get("state").asText()).isEqualTo("running");
    awaitHistory(50);
    List<JsonNode> samples = export(ping);
    Set<Long> sequences = new HashSet<>();
    samples.forEach(sample -> sequences.add(sample.get("seq").asLong()));
    assertThat(sequences).as("no sequence twice").hasSize(samples.size());
    assertThat(samples).hasSizeGreaterThan(150);
    assertThat(samples).isSortedAccordingTo((a, b) -> a.get("seq").asInt() - b.get("seq").asInt());
    assertThat(after.at("/counters/sent").asLong())
        .as("nothing counts as sent without a known outcome")
        .isEqualTo(
            after.at("/counters/replied").asLong()
                + after.at("/counters/lost").asLong()
                + after.at("/counters/late").asLong()
                + after.at("/counters/inFlight").asLong());
    JsonNode history = get("/api/v1/pings/" + ping + "/history?points=2000");
    assertThat(history.get("buckets"))
        .as("buckets with data around one without")
        .anyMatch(bucket -> bucket.has("sent"))
        .anyMatch(bucket -> !bucket.has("sent"));
  }

  @Test
  void historyOnAServerOutlivesTheProgramAndTheServerMayBeAwayAtItsStart() throws Exception {
    try (TestPostgres postgres = TestPostgres.start(folder.resolve("server"))) {
      HistoryServer server = postgres.database();
      String[] settings = {"history.url=" + server.url(), "history.user=postgres"};
      Process first = serve(settings);
      String ping = startPing("\"interval\":\"20ms\"");
      awaitHistory(100);
      first.toHandle().destroyForcibly();
      first.waitFor();
      postgres.stop();
      serve(settings);
      await("/api/v1/system", system -> system.at("/history/queued").asLong() >= 50);

      JsonNode paused = get("/api/v1/system").get("history");
      assertThat(paused.get("state").asText()).isEqualTo("paused");
      assertThat(paused.get("reason").asText()).contains("postgresql://127.0.0.1");
      assertThat(get("/api/v1/pings/" + ping + "/history").get("status").asInt()).isEqualTo(503);

      postgres.startAgain();
      awaitHistory(100);
      List<JsonNode> samples = export(ping);
      Set<Long> sequences = new HashSet<>();
      samples.forEach(sample -> sequences.add(sample.get("seq").asLong()));
      assertThat(sequences).as("no sequence twice").hasSize(samples.size());
      assertThat(samples).hasSizeGreaterThanOrEqualTo(200);
    }
  }

  @Test
  @Proves("S19")
  void reportOfAnExportSaysWhatTheProgramSaidToTheLastDigit() throws Exception {
    serve();
    JsonNode echo =
        post(
            "/api/v1/echo-servers",
            "{\"protocol\":\"udp\",\"port\":0,\"loss\":0.1,\"delay\":\"8ms\",\"jitter\":\"6ms\"}");
    String id =
        startPingTo(
            "udp://" + echo.get("listening").asText(),
            "\"interval\":\"10ms\",\"timeout\":\"12ms\",\"count\":300");
    JsonNode ping = awaitPing(id, p -> p.get("state").asText().equals("finished"));
    awaitHistory(300);
    awaitEmptyQueue();
    assertThat(ping.at("/counters/late").asLong()).isPositive();
    assertThat(ping.at("/counters/lost").asLong()).isPositive();
    String statistics = body("/api/v1/pings/" + id + "/statistics");
    String windows = statistics.substring(statistics.indexOf("\"windows\""));

    for (String format : new String[] {"ndjson", "csv", "json"}) {
      Path file = folder.resolve("export." + format);
      Files.writeString(file, body("/api/v1/pings/" + id + "/export?format=" + format));
      String report = report(file);
      JsonNode summary = JSON.readTree(report).get("summary");
      assertThat(report.strip()).as(format).endsWith(windows.strip());

      assertThat(summary.get("replied")).isEqualTo(ping.at("/counters/replied"));
      assertThat(summary.get("rttNanos")).as(format).isEqualTo(ping.get("rttNanos"));
      assertThat(summary.get("jitterNanos")).isEqualTo(ping.get("jitterNanos"));
      assertThat(summary.get("ipdvMeanAbsoluteNanos")).isEqualTo(ping.get("ipdvMeanAbsoluteNanos"));
    }
  }

  private Process serve(String... settings) throws IOException {
    List<String> command = new ArrayList<>(List.of("serve", "--web-port", "0"));
    command.addAll(List.of("--echo-port", "0", "--heartbeat-port", "0"));
    command.addAll(List.of("--set", "data.dir=" + folder.resolve("data")));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Process serve = pingdeck(command.toArray(String[]::new));
    String line = serve.inputReader(UTF_8).readLine();
    assertThat(line).startsWith(READY);
    page = line.substring(READY.length());
    return serve;
  }

  private String report(Path file) throws IOException {
    return new String(
        pingdeck("report", "--json", file.toString()).getInputStream().readAllBytes(), UTF_8);
  }

  private Process pingdeck(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  private String startPing(String settings) throws Exception {
    JsonNode echo = post("/api/v1/echo-servers", "{\"protocol\":\"udp\",\"port\":0}");
    return startPingTo("udp://" + echo.get("listening").asText(), settings);
  }

  private String startPingTo(String target, String settings) throws Exception {
    return post("/api/v1/pings", "{\"target\":\"" + target + "\"," + settings + "}")
        .get("id")
        .asText();
  }

  private JsonNode post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(page + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  private JsonNode awaitPing(String id, Predicate<JsonNode> condition) throws Exception {
    return await("/api/v1/pings/" + id, condition);
  }

  private JsonNode await(String path, Predicate<JsonNode> condition) throws Exception {
    while (true) {
      JsonNode answer = get(path);
      if (condition.test(answer)) {
        return answer;
      }
      Thread.onSpinWait();
    }
  }

  /// Waits until this many samples of this run are on disk.
  private void awaitHistory(long samples) throws Exception {
    await("/api/v1/system", system -> system.at("/history/written").asLong() >= samples);
  }

  /// Call once no ping sends anymore.
  private void awaitEmptyQueue() throws Exception {
    while (get("/api/v1/system").at("/history/queued").asLong() > 0) {
      Thread.onSpinWait();
    }
  }

  private List<JsonNode> export(String id) throws Exception {
    List<JsonNode> samples = new ArrayList<>();
    for (String line : body("/api/v1/pings/" + id + "/export").split("\n")) {
      samples.add(JSON.readTree(line));
    }
    return samples;
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(body(path));
  }

  private String body(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(page + path)).build(), BodyHandlers.ofString())
        .body();
  }
}
