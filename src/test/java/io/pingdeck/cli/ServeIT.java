package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Starts the packaged program like a user.
@Timeout(60)
class ServeIT {
  private static final String READY = "Pingdeck is ready: ";
  @TempDir private Path data;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void namesItsPageAndEndsWithinTwoSecondsOfASignal() throws IOException, InterruptedException {
    Process serve = start("serve", "--web-port", "0", "--echo-port", "0");

    URI page = page(serve);
    int status;
    try (HttpClient http = HttpClient.newHttpClient()) {
      status =
          http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding()).statusCode();
    }
    serve.toHandle().destroy(); // Process.destroy() would close the streams too

    assertThat(status).isEqualTo(200);
    assertThat(serve.waitFor(3, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(new String(serve.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
  }

  /// During deployment and just when it is ready: failures caused by the shutdown are not reported.
  @ParameterizedTest
  @ValueSource(ints = {0, 50, 100, 200, 400, 800})
  void aSignalWhileItStartsIsNoFailure(int millis) throws IOException, InterruptedException {
    Process serve = start("serve", "--web-port", "0", "--echo-port", "0");
    Path folder = data.resolve("0");

    while (!serve.waitFor(2, TimeUnit.MILLISECONDS) && !Files.exists(folder)) {}
    assertThat(serve.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
    serve.toHandle().destroy();

    assertThat(serve.waitFor(10, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(serve.exitValue()).isEqualTo(128 + 15);
    assertThat(new String(serve.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
  }

  /// A line is printed once per minute; later repeats are reported at the end.
  @Test
  void repeatedLinesOfTheLogAreCountedAtTheEnd() throws IOException, InterruptedException {
    Path key = Files.writeString(data.resolve("key"), "0123456789abcdef0123456789abcdef");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    String applications =
        Stream.of("a", "b", "c")
            .map(name -> "{name: " + name + ", keyFile: " + key + "}")
            .collect(Collectors.joining(", ", "[", "]"));
    Process serve =
        start(
            "serve",
            "--web-port",
            "0",
            "--echo-port",
            "0",
            "--set",
            "heartbeat.applications=" + applications);
    page(serve);
    serve.toHandle().destroy();

    List<String> log =
        new String(serve.getErrorStream().readAllBytes(), UTF_8)
            .lines()
            .filter(line -> line.contains("is readable by others"))
            .toList();
    assertThat(serve.waitFor()).isEqualTo(128 + 15);
    assertThat(log).as("the line, and how often it was repeated").hasSize(2);
    assertThat(log.getFirst()).doesNotContain("more");
    assertThat(log.getLast()).containsPattern("\\b[1-9][0-9]* (more|times)");
  }

  @Test
  void aTakenPortIsOneLineAndExitCodeOne() throws IOException, InterruptedException {
    URI page = page(start("--web-port", "0", "--echo-port", "0"));

    Process second = start("--web-port", String.valueOf(page.getPort()), "--echo-port", "0");
    String error = new String(second.getErrorStream().readAllBytes(), UTF_8);

    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(error.lines())
        .singleElement()
        .asString()
        .startsWith(
            "pingdeck: cannot listen on "
                + page
                + ": TCP port "
                + page.getPort()
                + " is in use by another Pingdeck (pid "
                + started.getFirst().pid()
                + "); choose another port: --web-port ")
        .endsWith("--web-port 0 takes any free one");
  }

  @Test
  void secondPingdeckIsToldOfTheFolderAndOfThePortAtOnce() throws Exception {
    Path state = data.resolve("state");
    Map<String, String> environment = Map.of("XDG_STATE_HOME", state.toString());
    String[] flags = {"--heartbeat-port=0", "--set=echo.servers=[]"};
    Process first = run(environment, flags);
    int port = page(first).getPort();

    Process second = run(Map.of("XDG_STATE_HOME", state.toString()), port, flags);
    String error = new String(second.getErrorStream().readAllBytes(), UTF_8);

    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(error.lines())
        .singleElement()
        .asString()
        .contains(state + "/pingdeck/history is in use by another Pingdeck (process " + first.pid())
        .contains("TCP port " + port + " is in use by another Pingdeck (pid " + first.pid() + ")")
        .endsWith("--web-port 0 takes any free one");
  }

  /// The program starts without these two listeners, and says who has their ports.
  @Test
  void takenPortsOfEchoServersAndHeartbeatsAreNamedWithTheirHolder()
      throws IOException, InterruptedException {
    try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket beats = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String java = "java (pid " + ProcessHandle.current().pid() + ")";
      Process serve =
          run(
              Map.of(),
              "--heartbeat-port=" + beats.getLocalPort(),
              "--set=data.dir=" + data,
              "--set=echo.servers=[{port: "
                  + udp.getLocalPort()
                  + "}, {protocol: tcp, port: "
                  + tcp.getLocalPort()
                  + "}]");

      page(serve);
      serve.toHandle().destroy();
      String said = new String(serve.getErrorStream().readAllBytes(), UTF_8);

      assertThat(said)
          .contains("UDP port " + udp.getLocalPort() + " is in use by " + java)
          .contains("TCP port " + tcp.getLocalPort() + " is in use by " + java)
          .contains("UDP port " + beats.getLocalPort() + " is in use by " + java);
    }
  }

  @Test
  void anEchoServerIsChangedFromAnotherTerminal() throws IOException, InterruptedException {
    URI page = page(start("serve", "--web-port", "0", "--echo-port", "0"));
    String server = firstEchoServer(page);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine pingdeck =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true));

    int changed =
        pingdeck.execute(
            "echo", "set", server, "--loss", "0.5", "--delay", "20ms", "--url", page.toString());
    int refused = pingdeck.execute("echo", "set", server, "--delay=-1s", "--url", page.toString());
    int unknown =
        pingdeck.execute("echo", "set", "udp://[::1]:9", "--loss", "0", "--url", page.toString());

    assertThat(changed).isZero();
    assertThat(out.toString()).isEqualTo("loss: 0.5\ndelay: 20ms\n");
    assertThat(refused).isEqualTo(2);
    assertThat(unknown).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("pingdeck: --delay: "))
        .anyMatch(line -> line.startsWith("pingdeck: there is no echo server udp://[::1]:9"));
  }

  @Test
  void dataIsInTheUsersPlaceAndTheReadyLinesNameIt() throws IOException, InterruptedException {
    Path state = data.resolve("my state");
    Process serve =
        run(
            Map.of("XDG_STATE_HOME", state.toString()),
            "--heartbeat-port=0",
            "--set=echo.servers=[]");

    page(serve);

    assertThat(serve.inputReader(UTF_8).readLine())
        .isEqualTo("Data folder: " + state.resolve("pingdeck"));
    assertThat(state.resolve("pingdeck").resolve("history").resolve("lock")).exists();
    assertThat(Files.getPosixFilePermissions(state.resolve("pingdeck")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void folderThatCannotBeCreatedIsNamedAndIsNoFailure() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");
    Map<String, String> state = Map.of("STATE_DIRECTORY", file.resolve("below").toString());
    Process serve = run(state, "--heartbeat-port=0", "--set=echo.servers=[]");

    page(serve);

    assertThat(serve.inputReader(UTF_8).readLine())
        .isEqualTo(
            "Data folder: "
                + file.resolve("below")
                + " (cannot be written; data.dir names another)");
  }

  private Process run(Map<String, String> environment, String... flags) throws IOException {
    return run(environment, 0, flags);
  }

  private Process run(Map<String, String> environment, int port, String... flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString());
    command.addAll(List.of("serve", "--web-port=" + port));
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static String firstEchoServer(URI page) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest all = HttpRequest.newBuilder(page.resolve("/api/v1/echo-servers")).build();
      String json = http.send(all, BodyHandlers.ofString()).body();
      JsonObject first = new JsonObject(json).getJsonArray("echoServers").getJsonObject(0);
      return "udp://" + first.getString("listening");
    }
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString());
    command.addAll(List.of(args));
    command.addAll(List.of("--set", "echo.servers.1.port=0", "--set", "echo.servers.2.port=0"));
    // A separate port, because another process may be running on this machine.
    command.addAll(List.of("--heartbeat-port", "0"));
    command.addAll(List.of("--set", "data.dir=" + data.resolve("" + started.size())));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private static URI page(Process serve) throws IOException {
    BufferedReader out = serve.inputReader(UTF_8);
    String line = out.readLine();
    assertThat(line).startsWith(READY);
    return URI.create(line.substring(READY.length()));
  }
}
