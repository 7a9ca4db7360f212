package io.pingdeck.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The packaged program, started as a person starts it; ended when closed.
final class RunningPingdeck implements AutoCloseable {
  private static final String READY = "Pingdeck is ready: ";

  private final Process process;
  private final URI page;

  private RunningPingdeck(Process process, URI page) {
    this.process = process;
    this.page = page;
  }

  /// @param port of the page, 0 for any free one
  /// @param more flags
  static RunningPingdeck start(int port, String... more) throws IOException {
    return startBy(List.of(), port, more);
  }

  /// @param starter a program that starts the one behind it, with its arguments; may be empty
  static RunningPingdeck startBy(List<String> starter, int port, String... more)
      throws IOException {
    Path program =
        Path.of(
            Objects.requireNonNull(System.getProperty("pingdeck.dist"), "pingdeck.dist is not set"),
            "bin",
            "pingdeck");
    Path data = Files.createTempDirectory(program.getParent().getParent(), "data-");
    List<String> command = new ArrayList<>(starter);
    command.addAll(List.of(program.toString(), "serve"));
    command.addAll(List.of("--web-port", String.valueOf(port)));
    command.addAll(List.of("--echo-port", "0", "--heartbeat-port", "0"));
    command.addAll(List.of("--set", "data.dir=" + data));
    command.addAll(List.of("--set", "echo.servers.1.port=0", "--set", "echo.servers.2.port=0"));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader(UTF_8).readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new IllegalStateException("expected '" + READY + "', the program said: " + line);
    }
    return new RunningPingdeck(process, URI.create(line.substring(READY.length())));
  }

  URI page() {
    return page;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
