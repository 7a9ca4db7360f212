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

/// The installed `pingdeck ping tcp://…` against the lab's servers as students write them.
@Timeout(60)
class LabTcpIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theStudentsServerSaysLostForFourInElevenAndAnswersTheOthers() throws Exception {
    List<JsonNode> lines =
        ping(
            "TCPEchoServer.py", List.of("--seed", "7"), "-c", "40", "-i", "20ms", "--mode", "echo");

    assertThat(outcomes(lines)).hasSize(40).containsOnly("reply", "serverLost");
    JsonNode summary = lines.getLast().get("summary");
    assertThat(summary.get("serverLost").intValue()).isBetween(4, 26);
    assertThat(summary.get("replied").intValue() + summary.get("serverLost").intValue())
        .isEqualTo(40);
  }

  @Test
  void theStudentsGreetingIsTimed() throws Exception {
    List<JsonNode> lines =
        ping("TCPGreetingServer.py", List.of(), "-c", "5", "-i", "20ms", "--mode", "greeting");

    assertThat(outcomes(lines)).hasSize(5).containsOnly("reply");
  }

  private static List<String> outcomes(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.has("seq"))
        .map(line -> line.get("outcome").textValue())
        .toList();
  }

  private static List<JsonNode> ping(String script, List<String> options, String... flags)
      throws Exception {
    Tool.need(Tool.PYTHON);
    String path = Path.of(LabTcpIT.class.getResource("/lab/" + script).toURI()).toString();
    List<String> command = new ArrayList<>(List.of("python3", path, "0"));
    command.addAll(options);
    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = server.inputReader()) {
      String line = out.readLine();
      assertThat(line).matches("listening on \\d+");
      return ping("tcp://127.0.0.1:" + line.substring("listening on ".length()), flags);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static List<JsonNode> ping(String target, String... flags) throws Exception {
    String program = Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString();
    // Every probe is answered: the timeout only matters on an overloaded machine.
    List<String> command =
        new ArrayList<>(List.of(program, "ping", target, "--json", "--timeout", "15s"));
    command.addAll(List.of(flags));
    Process ping =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = ping.inputReader()) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(JSON.readTree(line));
      }
      assertThat(ping.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return lines;
    } finally {
      ping.destroyForcibly();
    }
  }
}
