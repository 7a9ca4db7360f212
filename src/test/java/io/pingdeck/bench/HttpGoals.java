package io.pingdeck.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The difference between the times of HTTP probes and a packet capture of them on loopback, and by
/// how much the first probe of a program is slower than the second.
final class HttpGoals {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PROBES = 100;
  private static final byte[] RESPONSE =
      ("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + "x".repeat(300)).getBytes(US_ASCII);

  private final Report report;
  private final Path distribution;
  private final int rounds;

  HttpGoals(Report report, Path distribution, int rounds) {
    this.report = report;
    this.distribution = distribution;
    this.rounds = rounds;
  }

  /// Values as printed by `--json`, in nanoseconds.
  private record Times(long connect, long total) {}

  void measure() throws IOException {
    if (!Program.isInstalled("tcpdump")) {
      report.skipped("HTTP times against a packet capture", "tcpdump is not installed");
      return;
    }
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Thread.ofPlatform().daemon(true).start(() -> serve(server));
      List<Double> connects = new ArrayList<>();
      List<Double> totals = new ArrayList<>();
      List<Double> firsts = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        compare(server.getLocalPort(), connects, totals);
        List<Times> two = probe(server.getLocalPort(), 2, "200ms");
        firsts.add((two.get(0).total() - two.get(1).total()) / 1e6);
      }
      Spread connect = Spread.of(connects);
      Spread total = Spread.of(totals);
      Spread first = Spread.of(firsts);
      row("connect, median error", connect + " us", "<= 50 us", Math.abs(connect.median()) <= 50);
      boolean isTrue = Math.abs(total.median() - 1) <= 0.15;
      row("total, median of shown / captured", total.toString(), "0.85-1.15", isTrue);
      report.row(
          "HTTP: first probe minus second",
          first + " ms",
          "itself",
          "-",
          "-5-5 ms",
          Math.abs(first.median()) <= 5);
    }
  }

  private void row(String goal, String figure, String wanted, boolean isMet) {
    report.row("HTTP on loopback: " + goal, figure, "tcpdump", "-", wanted, isMet);
  }

  private void compare(int port, List<Double> connects, List<Double> totals) throws IOException {
    try (Capture capture = Capture.start("lo", "tcp port " + port)) {
      List<Times> shown = probe(port, PROBES, "20ms");
      List<Capture.Connection> seen = capture.connections(port);
      if (seen.size() != shown.size()) {
        throw new IllegalStateException(
            shown.size() + " probes, " + seen.size() + " connections in the capture");
      }
      List<Double> errors = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> wire = new ArrayList<>();
      for (int i = 0; i < shown.size(); i++) {
        errors.add((shown.get(i).connect() - seen.get(i).handshake()) / 1e3);
        ratios.add((double) shown.get(i).total() / seen.get(i).total());
        wire.add(seen.get(i).total() / 1e3);
      }
      Spread error = Spread.of(errors);
      Spread ratio = Spread.of(ratios);
      connects.add(error.median());
      totals.add(ratio.median());
      report.raw(
          String.format(
              Locale.ROOT,
              "HTTP: connect - SYN to SYN-ACK %s us, total / SYN to last byte %s, the latter %s us",
              error,
              ratio,
              Spread.of(wire)));
    }
  }

  private List<Times> probe(int port, int count, String interval) {
    List<String> command =
        List.of(
            distribution.resolve("bin/pingdeck").toString(),
            "ping",
            "--json",
            "-c",
            String.valueOf(count),
            "-i",
            interval,
            "http://127.0.0.1:" + port + "/");
    List<Times> times = new ArrayList<>();
    for (String line : Program.run(PATIENCE, command).lines().toList()) {
      JsonObject http = line.startsWith("{") ? new JsonObject(line).getJsonObject("http") : null;
      if (http != null) {
        times.add(new Times(http.getLong("connectNanos"), http.getLong("totalNanos")));
      }
    }
    if (times.size() != count) {
      throw new IllegalStateException("only " + times.size() + " of " + count + " were answered");
    }
    return times;
  }

  private static void serve(ServerSocket server) {
    byte[] request = new byte[2048];
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (socket.getInputStream().read(request) > 0) {
          socket.getOutputStream().write(RESPONSE);
        }
        // Wait until the client closes: closing here would add to the time of the last byte.
        while (socket.getInputStream().read(request) > 0) {
          // no further response
        }
      } catch (IOException e) {
        // Continue with the next connection, unless the server is closed.
      }
    }
  }
}
