package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.cli.print.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// Does what starts usually do, so that a JVM that records it knows which classes to put into the
/// start cache: serves the page to itself, with a configuration and data of its own, and pings.
/// `bin/pingdeck` adds the JVM's flags.
@Command(
    name = "start-cache",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes the start cache: classes that are loaded ahead, for this Java and this version.",
      "",
      "`pingdeck serve` makes it in the background if it is missing. Installers call this instead."
    })
final class StartCacheCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int ENOUGH_BYTES = 100;

  /// What a start reads, and no more: nothing of the user's, no fixed port, no other host.
  private static final String CONFIGURATION =
      """
      web:
        port: 0
      data:
        dir: "%s"
      echo:
        servers:
          - protocol: udp
            port: 0
          - protocol: tcp
            port: 0
      heartbeat:
        port: 0
      """;

  private static final List<String> REQUESTS =
      List.of("/", "/main.js", "/page.css", "/api/v1/system", "/api/v1/heartbeats", "/metrics");

  /// A frame with the mask 0, which leaves the text readable (RFC 6455 section 5.3).
  private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"pings\":\"*\"}";

  private static final String HANDSHAKE =
      """
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
      Sec-WebSocket-Protocol: pingdeck.v1\r
      """;

  private final Path home;

  StartCacheCommand(Path home) {
    this.home = requireNonNull(home, "home");
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("pingdeck-start-cache");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    Path configuration = folder.resolve("pingdeck.yaml");
    Files.writeString(configuration, CONFIGURATION.formatted(folder.resolve("data")));
    run(OutputStream.nullOutputStream(), "check-config", configuration.toString());
    URI page = serve(configuration);
    for (String path : REQUESTS) {
      get(page, path, "Connection: close\r\n", new byte[0]);
    }
    get(page, "/api/v1/live", HANDSHAKE, frame(SUBSCRIBE));
    JsonNode servers = new ObjectMapper().readTree(body(page, "/api/v1/echo-servers"));
    for (JsonNode server : servers.path("servers")) {
      ping(server.path("protocol").asText() + "://127.0.0.1:" + server.path("port").asInt());
    }
    ping("icmp://127.0.0.1");
    return 0;
  }

  private void ping(String target) {
    run(OutputStream.nullOutputStream(), "ping", target, "-c", "3", "-i", "0.01");
  }

  /// Serves until the process ends.
  ///
  /// @return the page's address
  private URI serve(Path configuration) throws IOException {
    PipedInputStream said = new PipedInputStream();
    PipedOutputStream out = new PipedOutputStream(said);
    Thread.ofPlatform()
        .daemon(true)
        .start(() -> run(out, "serve", "--config", configuration.toString()));
    String line = new BufferedReader(new InputStreamReader(said, UTF_8)).readLine();
    if (line == null) {
      throw new IOException("did not start");
    }
    return URI.create(line.substring(line.indexOf("http")));
  }

  /// Without the environment's settings.
  private int run(OutputStream out, String... arguments) {
    PrintWriter printer = new PrintWriter(out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    return CommandLines.create(home, Map.of(), arguments[0]::equals, printer, err)
        .execute(arguments);
  }

  private static String body(URI page, String path) throws IOException {
    String answer = get(page, path, "Connection: close\r\n", new byte[0]);
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static String get(URI page, String path, String headers, byte[] then) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(page.getHost(), page.getPort()), PATIENCE_MILLIS);
      String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(then);
      byte[] answer =
          then.length == 0
              ? socket.getInputStream().readAllBytes()
              : socket.getInputStream().readNBytes(ENOUGH_BYTES);
      return new String(answer, UTF_8);
    }
  }

  private static byte[] frame(String text) {
    byte[] frame = new byte[6 + text.length()];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | text.length());
    System.arraycopy(text.getBytes(US_ASCII), 0, frame, 6, text.length());
    return frame;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // Only files in the temporary folder stay.
    }
  }
}
