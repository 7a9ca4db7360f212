package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Tool;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Starts the packaged program where something usual is missing.
@Timeout(60)
class BareMachineIT {
  private static final String READY = "Pingdeck is ready: ";
  private static final Path DIST = Path.of(System.getProperty("pingdeck.dist")).toAbsolutePath();

  private Path data;
  private Process serve;

  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createTempDirectory(DIST.getParent(), "bare "); // not in /tmp; with a space
  }

  @AfterEach
  void end() {
    if (serve != null) {
      serve.destroyForcibly();
    }
  }

  /// SQLite's library and Netty's would otherwise be extracted there.
  @Test
  void historyIsKeptWithoutAWritableFolderForTemporaryFiles() throws Exception {
    URI page = start("-m", "mount -t tmpfs -o ro none /tmp && mount -t tmpfs -o ro none /var/tmp");

    JsonObject history = system(page).getJsonObject("history");
    assertThat(history.getString("state")).as(history.encode()).isEqualTo("recording");
    assertThat(errors()).isEmpty();
  }

  /// SQLite's driver asks `uname` whether the system is Android.
  @Test
  void historyNeedsNoOtherProgram() throws Exception {
    Path uname = Files.writeString(data.resolve("uname"), "#!/bin/sh\necho > \"$0.started\"\n");
    Files.setPosixFilePermissions(uname, PosixFilePermissions.fromString("rwx------"));

    URI page = start("-m", "PATH='" + data + "':$PATH && uname && rm '" + uname + ".started'");

    JsonObject history = system(page).getJsonObject("history");
    assertThat(history.getString("state")).as(history.encode()).isEqualTo("recording");
    assertThat(data.resolve("uname.started")).doesNotExist();
  }

  @Test
  void startsWithoutIpv6AndSaysNothingAlarming() throws Exception {
    start("-n", "ip link set lo up && echo 1 > /proc/sys/net/ipv6/conf/lo/disable_ipv6");

    assertThat(errors()).isEmpty();
  }

  @Test
  void startsWithoutLoopbackAndSaysSo() throws Exception {
    start("-n", "true");

    assertThat(errors())
        .contains("pingdeck: no loopback interface is up: `ip link set lo up`\n")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void doctorNamesTheLoopbackThatIsDown() throws Exception {
    start("-n", "true"); // skips the test where there are no namespaces
    String program = DIST.resolve("bin").resolve("pingdeck").toString();
    Process doctor =
        new ProcessBuilder("unshare", "-n", program, "doctor", "--set=data.dir=" + data).start();

    String said = new String(doctor.getInputStream().readAllBytes(), UTF_8);
    for (String title : List.of("UDP ping", "TCP ping", "ICMP ping over IPv4")) {
      assertThat(said)
          .containsPattern(title + " +[^\n]+\n +mend: no loopback interface is up: `ip link");
    }
  }

  /// @param namespace flag of unshare
  /// @param setup shell commands in the namespace
  private URI start(String namespace, String setup) throws IOException, InterruptedException {
    Tool.need(Tool.SETPRIV, Tool.IP);
    Process trial = new ProcessBuilder("unshare", namespace, "sh", "-c", setup).start();
    String refusal = new String(trial.getErrorStream().readAllBytes(), UTF_8);
    if (trial.waitFor() != 0) {
      throw Tool.notAllowed("namespaces", refusal);
    }
    List<String> command = new ArrayList<>(List.of("unshare", namespace, "sh", "-c"));
    command.addAll(List.of(setup + " && exec \"$@\"", "sh"));
    command.addAll(List.of(DIST.resolve("bin").resolve("pingdeck").toString(), "serve"));
    command.addAll(List.of("--web-port=0", "--heartbeat-port=0", "--set=data.dir=" + data));
    command.add("--set=echo.servers=[{port: 0}, {protocol: tcp, port: 0}]");
    serve = new ProcessBuilder(command).start();
    String line = serve.inputReader(UTF_8).readLine();
    assertThat(line).startsWith(READY);
    return URI.create(line.substring(READY.length()));
  }

  private String errors() throws IOException {
    serve.toHandle().destroy();
    return new String(serve.getErrorStream().readAllBytes(), UTF_8);
  }

  private static JsonObject system(URI page) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(page.resolve("/api/v1/system")).build();
      return new JsonObject(http.send(request, BodyHandlers.ofString()).body());
    }
  }
}
