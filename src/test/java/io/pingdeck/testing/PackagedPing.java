package io.pingdeck.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.net.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The result of `pingdeck ping` of the packaged program, run in a network namespace.
///
/// @param code its exit code
public record PackagedPing(int code, List<String> out, String err) {
  /// Runs it to its end.
  ///
  /// @param before command prefix that starts the program, such as `setpriv`
  public static PackagedPing run(String namespace, List<String> before, String... args)
      throws IOException, InterruptedException {
    return finish(start(namespace, before, args));
  }

  /// Starts it, to be finished later.
  public static Process start(String namespace, List<String> before, String... args)
      throws IOException {
    Path program = Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck");
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(program.toAbsolutePath().toString(), "ping"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(Lab.inside(namespace, command)).start();
    process.getOutputStream().close();
    return process;
  }

  /// Waits for its end.
  public static PackagedPing finish(Process process) throws IOException, InterruptedException {
    List<String> out = process.inputReader(UTF_8).lines().toList();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new PackagedPing(process.waitFor(), out, err);
  }

  /// The lines that `--json` prints for its probes.
  public List<JsonNode> samples() throws IOException {
    List<JsonNode> samples = new ArrayList<>();
    for (String line : out.subList(0, out.size() - 1)) {
      samples.add(new ObjectMapper().readTree(line));
    }
    return samples;
  }

  /// The last line that `--json` prints.
  public JsonNode summary() {
    try {
      return new ObjectMapper().readTree(out.getLast()).get("summary");
    } catch (JsonProcessingException e) {
      throw new AssertionError(out.getLast(), e);
    }
  }
}
