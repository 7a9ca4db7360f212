package io.pingdeck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.server.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A third-party server in a separate process, on a free port of this host.
public final class ServerProcess implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Process process;
  private final BufferedReader out;
  private final int port;

  private ServerProcess(Process process, BufferedReader out, int port) {
    this.process = process;
    this.out = out;
    this.port = port;
  }

  /// A script in `src/test/resources/servers`, which prints `listening on PORT` once it listens.
  /// Runs with Debian's Python, because Debian's packages are installed for it.
  public static ServerProcess python(String script, String... arguments) throws IOException {
    Tool.need(Tool.PYTHON);
    List<String> command = new ArrayList<>(List.of(Tool.python(), resource(script).toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    assertThat(line).as(script).matches("listening on \\d+");
    return new ServerProcess(
        process, out, Integer.parseInt(line.substring("listening on ".length())));
  }

  /// A program with this port as an argument.
  public static ServerProcess listening(int port, List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    ServerProcess server = new ServerProcess(process, process.inputReader(), port);
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (!isListening(port)) {
      assertThat(process.isAlive()).as("%s ended", command).isTrue();
      assertThat(System.nanoTime()).as("%s does not listen", command).isLessThan(end);
      Await.pause();
    }
    return server;
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// A currently free port, for programs that cannot choose one.
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// A file in `src/test/resources/servers`.
  public static Path resource(String name) {
    try {
      return Path.of(ServerProcess.class.getResource("/servers/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  /// The next line of its output.
  public String line() throws IOException {
    return out.readLine();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    out.close();
  }
}
