package io.pingdeck.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pingdeck.metrics.Promtool;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Tool;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged program with real signals: a monitor and senders.
@Timeout(120)
class HeartbeatIT {
  private static final String READY = "Pingdeck is ready: ";
  private static final Duration PAUSE = Duration.ofSeconds(4);

  private static final Duration MINUTES_50 = Duration.ofMinutes(50);
  private static final Duration MINUTES_70 = Duration.ofMinutes(70);
  private static final List<String> FAKETIME =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/faketime/libfaketimeMT.so.1",
          "/usr/lib64/faketime/libfaketimeMT.so.1");

  @TempDir private Path data;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<Path> withClock = Optional.empty();
  private URI page;
  private String beatsTo;

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
    http.close();
  }

  @Test
  void stoppedSenderIsFoundAndItsReturnToo() throws Exception {
    monitor();
    Process sender = sender("app");
    awaitState("app", "alive");

    signal("STOP", sender);
    awaitState("app", "stopped");
    signal("CONT", sender);
    awaitState("app", "alive");

    assertThat(states("app").stream().filter("stopped"::equals)).hasSize(1);
    assertThat(states("app")).startsWith("alive").endsWith("stopped", "alive");
    assertThat(read("app").getJsonObject("counts").getLong("lost")).isZero();
  }

  @Test
  @Proves("H8")
  void stoppedMonitorBlamesOnlyItself() throws Exception {
    Process monitor = monitor();
    sender("app");
    awaitState("app", "alive");

    signal("STOP", monitor);
    assertThat(monitor.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    signal("CONT", monitor);
    awaitState("app", "alive");

    assertThat(states("app")).contains("monitorPaused").doesNotContain("stopped", "late");
    assertThat(read("app").getJsonObject("counts").getLong("lost")).isZero();
    assertThat(monitorFigures().getLong("pauses")).isPositive();
  }

  @Test
  @Proves("H9")
  void applicationThatDiesWhileTheMonitorIsKilledIsReportedOnce() throws Exception {
    Process first = monitor();
    Process sender = sender("app");
    awaitState("app", "alive");
    awaitSaved();

    signal("KILL", first);
    first.waitFor();
    signal("KILL", sender);
    sender.waitFor();
    Process second = monitor();
    awaitState("app", "stopped");

    List<String> afterRestart = states("app");
    assertThat(afterRestart).startsWith("alive").contains("unknown").endsWith("stopped");
    signal("KILL", second);
    second.waitFor();
    monitor();
    assertThat(states("app").stream().filter("stopped"::equals)).hasSizeLessThanOrEqualTo(1);
    awaitState("app", "stopped");
    assertThat(states("app").stream().filter("stopped"::equals)).hasSize(1);
  }

  @Test
  void lossWindowsAndChangedRulesOutliveAKillAndTheDowntimeIsUnknown() throws Exception {
    Process first = monitor();
    sender("app");
    await("/api/v1/heartbeats/app", json -> received(json) > 10);
    patch("/api/v1/heartbeat-rules", "{\"misses\":9}");
    awaitSaved(json -> received(json) > 10);
    long expected = read("app").getJsonObject("lastDay").getLong("expected");

    signal("KILL", first);
    assertThat(first.waitFor()).isNotZero();
    monitor();
    Process other = sender("other"); // the monitor's port has changed
    awaitState("other", "alive");

    JsonObject day = read("app").getJsonObject("lastDay");
    assertThat(day.getLong("expected")).isBetween(10L, expected + 10);
    assertThat(day.getLong("lost")).isZero();
    assertThat(day.getLong("unwatchedNanos")).isPositive();
    assertThat(read("app").getString("recent")).startsWith("rrrrrrrrrr");
    assertThat(read("app").getJsonObject("delay").getLong("ipdvMeanAbsoluteNanos")).isPositive();
    JsonObject rules = get("/api/v1/heartbeat-rules");
    assertThat(rules.getInteger("misses")).isEqualTo(9);
    assertThat(rules.getJsonObject("file")).isEqualTo(new JsonObject().put("misses", 5));
    assertThat(read("other").getJsonObject("rules").getInteger("misses")).isEqualTo(9);
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void prometheusReadsEveryApplication() throws Exception {
    monitor();
    sender("app");
    awaitState("app", "alive");

    String metrics = text("/metrics");

    assertThat(metrics)
        .contains("pingdeck_heartbeat_state{name=\"app\",state=\"alive\"} 1.0")
        .contains("pingdeck_heartbeat_monitor_kernel_drops_total 0.0");
    assertThat(Promtool.check(metrics)).isEmpty();
  }

  @Test
  void senderThatIsAskedToEndSaysGoodbye() throws Exception {
    monitor();
    Process sender = sender("app");
    awaitState("app", "alive");

    sender.toHandle().destroy();
    awaitState("app", "goodbye");

    assertThat(sender.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(sender.getInputStream().readAllBytes(), UTF_8)).contains("goodbye said");
    assertThat(states("app")).endsWith("goodbye").doesNotContain("stopped");
  }

  /// The process sees a different wall clock than the kernel, which still uses the real one for
  /// timestamps.
  @ParameterizedTest
  @ValueSource(strings = {"+1h", "-1h"})
  @Proves("H7")
  void wallClockThatJumpsChangesNoState(String jump) throws Exception {
    Path clock = Files.writeString(data.resolve("clock"), "+0");
    withClock = Optional.of(clock);
    monitor();
    sender("app");
    awaitState("app", "alive");
    long before = read("app").getJsonObject("counts").getLong("received");

    Files.writeString(clock, jump);
    await(
        "/api/v1/heartbeats/app",
        json -> json.getJsonObject("counts").getLong("received") > before + 10);

    JsonObject app = read("app");
    Duration seen = Duration.between(Instant.now(), Instant.parse(app.getString("lastSeen"))).abs();
    assertThat(seen).as("the clock has jumped").isBetween(MINUTES_50, MINUTES_70);
    // A busy machine may really stall the monitor, but never for an hour.
    assertThat(states("app")).isSubsetOf("alive", "monitorPaused");
    assertThat(monitorFigures().getLong("lastPauseNanos", 0L)).isLessThan(MINUTES_50.toNanos());
    assertThat(app.getJsonObject("counts").getLong("lost")).isZero();
  }

  private void fakeClock(ProcessBuilder process, Path clock) {
    Tool.need(Tool.FAKETIME);
    Optional<Path> library = FAKETIME.stream().map(Path::of).filter(Files::exists).findFirst();
    assumeThat(library).as("libfaketime, to set the wall clock: apt install faketime").isPresent();
    process.environment().put("LD_PRELOAD", library.get().toString());
    process.environment().put("FAKETIME_TIMESTAMP_FILE", clock.toString());
    process.environment().put("FAKETIME_NO_CACHE", "1");
    process.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    process.environment().put("DONT_FAKE_MONOTONIC", "1");
  }

  private Process monitor() throws Exception {
    Process monitor =
        start(
            "serve",
            "--web-port",
            "0",
            "--echo-port",
            "0",
            "--heartbeat-port",
            "0",
            "--set",
            "data.dir=" + data,
            "--set",
            "heartbeat.rules.interval=200ms",
            "--set",
            "heartbeat.rules.grace=300ms");
    BufferedReader out = monitor.inputReader(UTF_8);
    String line = out.readLine();
    assertThat(line).startsWith(READY);
    page = URI.create(line.substring(READY.length()));
    beatsTo = monitorFigures().getString("listening");
    return monitor;
  }

  private Process sender(String name) throws IOException {
    return start("heartbeat", "send", "udp://" + beatsTo, "--name", name, "--interval", "200ms");
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (args[0].equals("serve")) {
      withClock.ifPresent(clock -> fakeClock(builder, clock));
    }
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private void awaitState(String name, String state) throws Exception {
    await("/api/v1/heartbeats/" + name, json -> state.equals(json.getString("state")));
  }

  private static long received(JsonObject application) {
    JsonObject counts = application.getJsonObject("counts"); // missing before its first beat
    return counts == null ? 0 : counts.getLong("received");
  }

  /// Waits until such a state of the application is in the file.
  private void awaitSaved(Predicate<JsonObject> wanted) throws Exception {
    await("/api/v1/heartbeats/app", wanted);
    Instant from = Instant.now();
    await(
        "/api/v1/heartbeats?limit=1",
        json ->
            Instant.parse(
                    json.getJsonObject("monitor").getString("savedAt", "1970-01-01T00:00:00Z"))
                .isAfter(from));
  }

  private void awaitSaved() throws Exception {
    await(
        "/api/v1/heartbeats?limit=1", json -> json.getJsonObject("monitor").containsKey("savedAt"));
  }

  private void await(String path, Predicate<JsonObject> wanted) throws Exception {
    JsonObject json = get(path);
    while (!wanted.test(json)) {
      json = get(path);
    }
  }

  private JsonObject read(String name) throws Exception {
    return get("/api/v1/heartbeats/" + name);
  }

  private JsonObject monitorFigures() throws Exception {
    return get("/api/v1/heartbeats?limit=1").getJsonObject("monitor");
  }

  /// Oldest first.
  private List<String> states(String name) throws Exception {
    JsonArray changes = get("/api/v1/heartbeat-changes?name=" + name).getJsonArray("changes");
    List<String> states = new ArrayList<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      states.add(changes.getJsonObject(i).getString("to"));
    }
    return states;
  }

  private JsonObject get(String path) throws Exception {
    return new JsonObject(text(path));
  }

  private String text(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(page.resolve(path)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private void patch(String path, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve(path))
            .header("content-type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }
}
