package io.pingdeck.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.net.Lab;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The packaged program, started like a user would; ended when closed.
public final class RunningPingdeck implements AutoCloseable {
  private static final String READY = "Pingdeck is ready: ";

  private final Process process;
  private final URI page;
  private final Optional<String> namespace;

  private RunningPingdeck(Process process, URI page, Optional<String> namespace) {
    this.process = process;
    this.page = page;
    this.namespace = namespace;
  }

  /// @param port port of the page, 0 for any free one
  /// @param more additional flags
  public static RunningPingdeck start(int port, String... more) throws IOException {
    return startBy(List.of(), port, more);
  }

  /// @param starter a command prefix that starts the program, with its arguments; may be empty
  static RunningPingdeck startBy(List<String> starter, int port, String... more)
      throws IOException {
    List<String> flags = new ArrayList<>(List.of("--web-port", String.valueOf(port)));
    flags.addAll(List.of("--echo-port", "0", "--heartbeat-port", "0"));
    flags.addAll(List.of("--set", "echo.servers.1.port=0", "--set", "echo.servers.2.port=0"));
    flags.addAll(List.of(more));
    return start(starter, Optional.empty(), flags);
  }

  /// Simulates another machine: runs in a network namespace, with the default ports.
  static RunningPingdeck startIn(String namespace, String... flags) throws IOException {
    return start(List.of(), Optional.of(namespace), List.of(flags));
  }

  private static RunningPingdeck start(
      List<String> starter, Optional<String> namespace, List<String> flags) throws IOException {
    Path program =
        Path.of(
            Objects.requireNonNull(System.getProperty("pingdeck.dist"), "pingdeck.dist is not set"),
            "bin",
            "pingdeck");
    Path data = Files.createTempDirectory(program.getParent().getParent(), "data-");
    List<String> command = new ArrayList<>(starter);
    command.addAll(List.of(program.toString(), "serve"));
    command.addAll(List.of("--set", "data.dir=" + data));
    command.addAll(flags);
    Process process =
        new ProcessBuilder(namespace.map(name -> Lab.inside(name, command)).orElse(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = process.inputReader(UTF_8).readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new IllegalStateException("expected '" + READY + "', the program said: " + line);
    }
    return new RunningPingdeck(process, URI.create(line.substring(READY.length())), namespace);
  }

  long pid() {
    return process.pid();
  }

  public URI page() {
    return page;
  }

  /// Sends a signal: STOP, CONT, KILL.
  void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("kill -" + name + " left with " + status);
    }
  }

  /// The response of the REST API. The calling thread enters the program's namespace for it.
  JsonNode get(String path) throws IOException {
    return call(path, Optional.empty());
  }

  /// Like `get`, for a body that is posted.
  JsonNode post(String path, String body) throws IOException {
    return call(path, Optional.of(body));
  }

  private JsonNode call(String path, Optional<String> body) throws IOException {
    if (namespace.isPresent()) {
      Lab.enter(namespace.get());
    }
    try {
      HttpURLConnection connection =
          (HttpURLConnection) page.resolve(path).toURL().openConnection();
      connection.setRequestProperty("Connection", "close");
      if (body.isPresent()) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body.get().getBytes(UTF_8));
      }
      try (InputStream answer = connection.getInputStream()) {
        return new ObjectMapper().readTree(answer);
      }
    } finally {
      if (namespace.isPresent()) {
        Lab.leave();
      }
    }
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
