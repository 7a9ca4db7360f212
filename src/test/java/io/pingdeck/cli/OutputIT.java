package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.PlainEcho;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Output of the packaged program that cannot be written.
@Timeout(60)
class OutputIT {
  private static final String SAMPLE =
      "{\"seq\":1,\"at\":\"2026-01-01T00:00:00Z\",\"outcome\":\"reply\",\"rttNanos\":100}\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping udp://ECHO -c 2 -i 10ms",
        "ping udp://ECHO -c 2 -i 10ms --json",
        "ping udp://ECHO",
        "ping -f LIST -c 1",
        "report SAMPLES",
        "report SAMPLES --json",
        "echo udp://127.0.0.1:0",
        "heartbeat send udp://ECHO --name x --count 1",
        "check-config",
        "ping --help"
      })
  void aFullDiskIsToldAndFailsTheCommand(String arguments) throws Exception {
    try (PlainEcho echo = new PlainEcho(request -> request)) {
      Files.writeString(folder.resolve("samples"), SAMPLE);
      Files.writeString(folder.resolve("list"), "udp://" + "127.0.0.1:" + echo.port() + "\n");
      String line =
          arguments
              .replace("ECHO", "127.0.0.1:" + echo.port())
              .replace("LIST", folder.resolve("list").toString())
              .replace("SAMPLES", folder.resolve("samples").toString());
      Process process = command(line).redirectOutput(new File("/dev/full")).start();
      String error = new String(process.getErrorStream().readAllBytes(), UTF_8);

      assertThat(process.waitFor()).isEqualTo(3);
      assertThat(error).isEqualTo("pingdeck: cannot write the output: No space left on device\n");
    }
  }

  /// Like `| head -1`.
  @ParameterizedTest
  @ValueSource(strings = {"ping udp://ECHO -i 10ms", "ping udp://ECHO -i 10ms --json"})
  void closedOutputEndsItSilently(String arguments) throws Exception {
    try (PlainEcho echo = new PlainEcho(request -> request)) {
      Process process = command(arguments.replace("ECHO", "127.0.0.1:" + echo.port())).start();
      assertThat(process.inputReader().readLine()).isNotNull();
      process.inputReader().close();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(process.exitValue()).isEqualTo(3);
      assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
    }
  }

  @Test
  void outputThatIsReadLeavesWithZero() throws Exception {
    try (PlainEcho echo = new PlainEcho(request -> request)) {
      Process process = command("ping udp://" + "127.0.0.1:" + echo.port() + " -c 1").start();

      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("1 reply");
      assertThat(process.waitFor()).isZero();
    }
  }

  private static ProcessBuilder command(String arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString());
    command.addAll(List.of(arguments.split(" ")));
    return new ProcessBuilder(command);
  }
}
