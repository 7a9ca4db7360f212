package io.pingdeck.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
  static RunningPingdeck start(int port) throws IOException {
    Path program =
        Path.of(
            Objects.requireNonNull(System.getProperty("pingdeck.dist"), "pingdeck.dist is not set"),
            "bin",
            "pingdeck");
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "serve",
                    "--web-port",
                    String.valueOf(port),
                    "--echo-port",
                    "0",
                    "--set",
                    "echo.servers.1.port=0",
                    "--set",
                    "echo.servers.2.port=0"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
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
