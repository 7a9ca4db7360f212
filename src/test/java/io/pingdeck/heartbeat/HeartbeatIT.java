package io.pingdeck.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program with real signals: a monitor, senders, and what becomes of either.
@Timeout(120)
class HeartbeatIT {
  private static final String READY = "Pingdeck is ready: ";
  private static final Duration PAUSE = Duration.ofSeconds(4);

  @TempDir private Path data;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
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

    assertThat(states("app")).containsExactly("alive", "late", "stopped", "alive");
    assertThat(read("app").getJsonObject("counts").getLong("lost")).isZero();
  }

  @Test
  void stoppedMonitorBlamesNobodyButItself() throws Exception {
    Process monitor = monitor();
    sender("app");
    awaitState("app", "alive");

    signal("STOP", monitor);
    assertThat(monitor.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    signal("CONT", monitor);
    awaitState("app", "alive");

    assertThat(states("app")).containsExactly("alive", "monitorPaused", "alive");
    assertThat(read("app").getJsonObject("counts").getLong("lost")).isZero();
    assertThat(monitorFigures().getLong("pauses")).isPositive();
  }

  @Test
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
    assertThat(afterRestart).startsWith("alive").endsWith("unknown", "stopped");
    signal("KILL", second);
    second.waitFor();
    monitor();
    assertThat(states("app").stream().filter("stopped"::equals)).hasSizeLessThanOrEqualTo(1);
    awaitState("app", "stopped");
    assertThat(states("app").stream().filter("stopped"::equals)).hasSize(1);
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
    assertThat(states("app")).containsExactly("alive", "goodbye");
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
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
    HttpRequest request = HttpRequest.newBuilder(page.resolve(path)).build();
    return new JsonObject(http.send(request, BodyHandlers.ofString()).body());
  }
}
