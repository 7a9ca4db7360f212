package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.testing.Tool;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The installed `pingdeck ping` against the lab's server as students write it in Python.
@Timeout(60)
class LabServerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PROBES = 60;

  /// With this seed the server drops the same datagrams of a sequence in each run. Probes are sent
  /// one after the other on loopback, so they arrive in order: two runs must agree probe by probe.
  @Test
  void theStudentsServerLosesFourInElevenAndEveryAnswerIsMatchedByItsToken() throws Exception {
    List<JsonNode> first = pingStudentsServer("7");
    List<JsonNode> second = pingStudentsServer("7");

    assertThat(outcomes(first)).hasSize(PROBES).contains("reply", "lost");
    assertThat(outcomes(second)).isEqualTo(outcomes(first));
    for (JsonNode sample : samples(first)) {
      boolean replied = sample.get("outcome").textValue().equals("reply");
      assertThat(sample.has("rttNanos")).isEqualTo(replied);
      assertThat(sample.has("untagged")).isFalse();
    }
    JsonNode summary = first.getLast().get("summary");
    long lost = outcomes(first).stream().filter("lost"::equals).count();
    assertThat(summary.get("sent").longValue()).isEqualTo(PROBES);
    assertThat(summary.get("lost").longValue()).isEqualTo(lost);
    assertThat(summary.get("replied").longValue()).isEqualTo(PROBES - lost);
    // 4 in 11, within four standard deviations of 60 draws.
    assertThat(summary.get("lossPercent").doubleValue()).isBetween(11.5, 61.5);
  }

  private static List<String> outcomes(List<JsonNode> lines) {
    String[] bySequence = new String[PROBES];
    for (JsonNode sample : samples(lines)) {
      bySequence[sample.get("seq").intValue() - 1] = sample.get("outcome").textValue();
    }
    return List.of(bySequence);
  }

  private static List<JsonNode> samples(List<JsonNode> lines) {
    return lines.stream().filter(line -> line.has("seq")).toList();
  }

  private static List<JsonNode> pingStudentsServer(String seed) throws Exception {
    Tool.need(Tool.PYTHON);
    String script =
        Path.of(LabServerIT.class.getResource("/lab/UDPPingerServer.py").toURI()).toString();
    Process server =
        new ProcessBuilder("python3", script, "0", "--seed", seed)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = server.inputReader()) {
      String port = out.readLine().substring("listening on ".length());
      return ping("udp://127.0.0.1:" + port, "-c", "" + PROBES, "-i", "20ms", "--json");
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static List<JsonNode> ping(String... arguments) throws Exception {
    String pingdeck = Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString();
    List<String> command = new ArrayList<>(List.of(pingdeck, "ping"));
    command.addAll(List.of(arguments));
    Process ping =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = ping.inputReader()) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(JSON.readTree(line));
      }
      assertThat(ping.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ping.exitValue()).isZero();
      return lines;
    } finally {
      ping.destroyForcibly();
    }
  }
}
