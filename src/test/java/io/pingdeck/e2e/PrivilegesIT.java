package io.pingdeck.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The capabilities of every thread of the packaged program.
@Timeout(120)
class PrivilegesIT {
  private static final long NET_RAW = 1 << 13;
  private static final int NOBODY = 65534;
  private static final String KEEPER = "raw-sockets";

  /// @param bounding what a program that the thread starts could have
  private record Thread(
      String name, long permitted, long effective, long inheritable, long ambient, long bounding) {
    static Optional<Thread> read(Path folder) throws IOException {
      try {
        List<String> status = Files.readAllLines(folder.resolve("status"));
        return Optional.of(
            new Thread(
                field(status, "Name"),
                set(status, "CapPrm"),
                set(status, "CapEff"),
                set(status, "CapInh"),
                set(status, "CapAmb"),
                set(status, "CapBnd")));
      } catch (NoSuchFileException e) {
        return Optional.empty(); // it has ended
      }
    }

    private static String field(List<String> status, String name) {
      return status.stream()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElseThrow();
    }

    private static long set(List<String> status, String name) {
      return Long.parseUnsignedLong(field(status, name), 16);
    }

    boolean isKeeper() {
      return name.equals(KEEPER);
    }

    long all() {
      return permitted | effective | inheritable | ambient;
    }
  }

  @BeforeEach
  void needTheCapability() throws IOException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "this works on x86_64 only");
    if ((own().effective() & NET_RAW) == 0) {
      throw Tool.notAllowed("raw sockets", "without CAP_NET_RAW there is nothing to give up");
    }
  }

  @Test
  @Proves("I20")
  void onlyTheThreadThatOpensRawSocketsMayAndItMayNothingElse() throws Exception {
    try (RunningPingdeck pingdeck = RunningPingdeck.start(0)) {
      List<Thread> threads = threads(pingdeck);

      assertThat(threads)
          .filteredOn(Thread::isKeeper)
          .singleElement()
          .satisfies(keeper -> {
            assertThat(keeper.all()).isEqualTo(NET_RAW);
            assertThat(keeper.bounding()).isZero();
          });
      assertThat(threads)
          .hasSizeGreaterThan(20) // those of the JVM too
          .filteredOn(thread -> !thread.isKeeper())
          .allSatisfy(thread -> {
            assertThat(thread.all() & NET_RAW).isZero();
            assertThat(thread.effective()).isEqualTo(own().effective() & ~NET_RAW);
            assertThat(thread.bounding()).isZero();
          });
    }
  }

  /// What is opened later than the permission was given up.
  @Test
  void rawSocketsAndLowPortsCanStillBeOpened() throws Exception {
    try (RunningPingdeck pingdeck = RunningPingdeck.start(0)) {
      JsonNode server =
          pingdeck.post(
              "/api/v1/echo-servers",
              "{\"protocol\":\"udp\",\"host\":\"127.0.0.1\",\"port\":0,\"icmpError\":1}");
      String answered = finished(pingdeck, "udp://" + server.get("listening").asText());
      JsonNode low = onALowPort(pingdeck);
      String lowAnswered = finished(pingdeck, "udp://" + low.get("listening").asText());

      assertThat(answered).contains("\"icmpErrors\":2");
      assertThat(lowAnswered).contains("\"replied\":2");
      assertThat(threads(pingdeck))
          .filteredOn(thread -> !thread.isKeeper())
          .allSatisfy(thread -> assertThat(thread.all() & NET_RAW).isZero());
    }
  }

  @Test
  void serviceOfAUserHasNoCapabilityOutsideThatThread(@TempDir Path data) throws Exception {
    Tool.need(Tool.SETPRIV);
    Files.setAttribute(data, "unix:uid", NOBODY);
    List<String> nobody =
        List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--inh-caps=-all,+net_raw",
            "--ambient-caps=-all,+net_raw");
    try (RunningPingdeck pingdeck =
        RunningPingdeck.startBy(nobody, 0, "--set", "data.dir=" + data)) {
      List<Thread> threads = threads(pingdeck);

      assertThat(Thread.read(Path.of("/proc/" + pingdeck.pid())).orElseThrow().all()).isZero();
      assertThat(threads)
          .filteredOn(thread -> thread.all() != 0)
          .singleElement()
          .satisfies(keeper -> assertThat(keeper.all()).isEqualTo(NET_RAW))
          .extracting(Thread::name)
          .isEqualTo(KEEPER);
      JsonNode server =
          pingdeck.post(
              "/api/v1/echo-servers",
              "{\"protocol\":\"tcp\",\"host\":\"127.0.0.1\",\"port\":0,\"icmpError\":0.5}");
      assertThat(server.get("state").asText()).isEqualTo("running");
      assertThat(pingdeck.get("/api/v1/doctor").toString())
          .doesNotContain("CAP_NET_RAW (echo servers");
    }
  }

  private static JsonNode onALowPort(RunningPingdeck pingdeck) throws IOException {
    for (int port = 1023; port > 900; port--) {
      try {
        return pingdeck.post(
            "/api/v1/echo-servers",
            "{\"protocol\":\"udp\",\"host\":\"127.0.0.1\",\"port\":" + port + "}");
      } catch (IOException taken) {
        // the next one
      }
    }
    throw new IOException("no port below 1024 is free");
  }

  /// The counters of a ping with two probes, as JSON.
  private static String finished(RunningPingdeck pingdeck, String target) throws IOException {
    JsonNode ping =
        pingdeck.post(
            "/api/v1/pings", "{\"target\":\"" + target + "\",\"count\":2,\"interval\":\"100ms\"}");
    while (!ping.get("state").asText().equals("finished")) {
      ping = pingdeck.get("/api/v1/pings/" + ping.get("id").asText());
    }
    return ping.get("counters").toString();
  }

  private static Thread own() throws IOException {
    return Thread.read(Path.of("/proc/thread-self")).orElseThrow();
  }

  private static List<Thread> threads(RunningPingdeck pingdeck) throws IOException {
    List<Thread> threads = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(Path.of("/proc/" + pingdeck.pid() + "/task"))) {
      for (Path folder : folders) {
        Thread.read(folder).ifPresent(threads::add);
      }
    }
    return threads;
  }
}
