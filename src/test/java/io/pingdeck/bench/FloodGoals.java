package io.pingdeck.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The packaged program while others flood the port of an echo server and that of heartbeats:
/// whether its own pings lose probes, and how soon the page answers.
final class FloodGoals {
  private static final String READY = "Pingdeck is ready: ";
  private static final String PINGS = "/api/v1/pings";
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int PER_SECOND = 100_000;
  private static final double MOST_LOSS_PERCENT = 0.1;
  private static final double MOST_MILLIS = 100;

  private final Report report;
  private final Path distribution;
  private final Path data;
  private final Duration duration;
  private final HttpClient http = HttpClient.newHttpClient();
  private URI page;

  FloodGoals(Report report, Path distribution, Path data, Duration duration) {
    this.report = report;
    this.distribution = distribution;
    this.data = data;
    this.duration = duration;
  }

  private record Counts(long concluded, long lost) {
    Counts minus(Counts before) {
      return new Counts(concluded - before.concluded, lost - before.lost);
    }

    double lossPercent() {
      return concluded == 0 ? 100 : 100.0 * lost / concluded;
    }
  }

  void measure() throws Exception {
    try (Program pingdeck = Program.start(command())) {
      page = URI.create(pingdeck.line().substring(READY.length()) + "/");
      measure(pingdeck);
    } finally {
      http.close();
    }
  }

  /// The first echo server is flooded; the pings go to the others.
  private List<String> command() {
    return List.of(
        distribution.resolve("bin/pingdeck").toString(),
        "serve",
        "--web-port",
        "0",
        "--heartbeat-port",
        "0",
        "--set",
        "echo.servers=[{port: 0}, {port: 0, mode: rfc862}, {protocol: tcp, port: 0}]",
        "--set",
        "data.dir=" + data);
  }

  private void measure(Program pingdeck) throws Exception {
    JsonArray servers = get("/api/v1/echo-servers").getJsonArray("echoServers");
    String beats = get("/api/v1/heartbeats").getJsonObject("monitor").getString("listening");
    Map<String, String> pings = new LinkedHashMap<>();
    start(pings, "UDP", "udp://" + servers.getJsonObject(1).getString("listening"));
    start(pings, "TCP", "tcp://" + servers.getJsonObject(2).getString("listening"));
    start(pings, "ICMP", "icmp://127.0.0.1");
    Thread.sleep(SETTLING);
    Map<String, Counts> before = counts(pings);
    double cpuBefore = pingdeck.cpuSeconds();
    List<Double> millis = new ArrayList<>();
    long start = System.nanoTime();
    long sent;
    try (JunkTraffic echo =
            new JunkTraffic(port(servers.getJsonObject(0).getString("listening")), PER_SECOND);
        JunkTraffic heartbeat = new JunkTraffic(port(beats), PER_SECOND)) {
      while (System.nanoTime() - start < duration.toNanos()) {
        millis.add(answerMillis("/"));
        millis.add(answerMillis(PINGS));
        Thread.sleep(PAUSE);
      }
      sent = echo.sent() + heartbeat.sent();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Counts> after = counts(pings);
    pings.keySet().forEach(name -> loss(name, after.get(name).minus(before.get(name))));
    answers(millis);
    report.raw(
        String.format(
            Locale.ROOT,
            "flood: %,.0f datagrams/s arrived at two ports for %.0f s; Pingdeck took %.2f of a"
                + " core",
            sent / seconds,
            seconds,
            (pingdeck.cpuSeconds() - cpuBefore) / seconds));
  }

  private void loss(String protocol, Counts during) {
    report.row(
        "two floods of 100,000 datagrams/s: loss of a " + protocol + " ping",
        String.format(
            Locale.ROOT,
            "%.3f %%, %d of %,d",
            during.lossPercent(),
            during.lost(),
            during.concluded()),
        "-",
        "-",
        "< 0.1 %",
        during.lossPercent() < MOST_LOSS_PERCENT);
  }

  private void answers(List<Double> millis) {
    double[] sorted = Spread.sorted(millis);
    double most = Spread.percentile(sorted, 100);
    report.row(
        "two floods of 100,000 datagrams/s: answers of the page",
        String.format(
            Locale.ROOT,
            "median %.1f ms, p99 %.1f ms, at most %.1f ms",
            Spread.percentile(sorted, 50),
            Spread.percentile(sorted, 99),
            most),
        "-",
        "-",
        "< 100 ms",
        most < MOST_MILLIS);
  }

  private void start(Map<String, String> pings, String name, String target) throws Exception {
    JsonObject form =
        new JsonObject().put("target", target).put("interval", "10ms").put("timeout", "500ms");
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve(PINGS))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(form.encode()))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() == 201) {
      pings.put(name, new JsonObject(answer.body()).getString("id"));
    } else {
      report.skipped("flood: loss of a " + name + " ping", answer.body());
    }
  }

  private Map<String, Counts> counts(Map<String, String> pings) throws Exception {
    Map<String, Counts> counts = new LinkedHashMap<>();
    for (Map.Entry<String, String> ping : pings.entrySet()) {
      JsonObject json = get(PINGS + "/" + ping.getValue()).getJsonObject("counters");
      long concluded = json.getLong("sent") - json.getLong("inFlight");
      counts.put(ping.getKey(), new Counts(concluded, concluded - json.getLong("replied")));
    }
    return counts;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private double answerMillis(String path) throws IOException, InterruptedException {
    long start = System.nanoTime();
    send(path);
    return (System.nanoTime() - start) / 1e6;
  }

  private JsonObject get(String path) throws IOException, InterruptedException {
    return new JsonObject(send(path));
  }

  private String send(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(page.resolve("/" + path.replaceFirst("^/", ""))).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.statusCode());
    }
    return answer.body();
  }
}
