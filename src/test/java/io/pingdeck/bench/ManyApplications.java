package io.pingdeck.bench;

import io.pingdeck.base.Durations;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/// The packaged program with thousands of applications that send one beat per second, and an open
/// page: whether every beat is counted, and how soon a stopped application is detected.
final class ManyApplications {
  private static final String READY = "Pingdeck is ready: http://127.0.0.1:";
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final int DYING = 100;
  private static final double TICK_MILLIS = 50;
  private static final Duration SETTLING = Duration.ofSeconds(10); // intervals are learned
  private static final Duration DEATH = Duration.ofSeconds(8); // five beats and the grace are less

  private final Report report;
  private final Path distribution;
  private final int applications;
  private final Duration duration;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private int port;

  ManyApplications(Report report, Path distribution, int applications, Duration duration) {
    this.report = report;
    this.distribution = distribution;
    this.applications = applications;
    this.duration = duration;
  }

  void measure() throws Exception {
    String goal = String.format(Locale.ROOT, "%,d applications", applications);
    try (Program pingdeck = Program.start(command())) {
      port = Integer.parseInt(pingdeck.line().substring(READY.length()));
      String listening = monitor().getString("listening");
      int beatPort = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
      try (BeatTraffic traffic = new BeatTraffic(applications, beatPort)) {
        measure(goal, pingdeck, traffic);
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private List<String> command() {
    return List.of(
        distribution.resolve("bin/pingdeck").toString(),
        "serve",
        "--web-port",
        "0",
        "--heartbeat-port",
        "0",
        "--set",
        "echo.servers=[]",
        "--set",
        "data.dir=" + Path.of("target", "beats-" + ProcessHandle.current().pid()).toAbsolutePath(),
        "--set",
        "heartbeat.maxUnknown=" + 2 * applications);
  }

  private void measure(String goal, Program pingdeck, BeatTraffic traffic) throws Exception {
    JsonObject subscription =
        new JsonObject()
            .put("type", "subscribe")
            .put("pings", "*")
            .put("samples", new JsonArray())
            .put("heartbeats", true);
    LivePage page = LivePage.open(vertx, port, subscription);
    sleep(SETTLING);
    double cpuBefore = pingdeck.cpuSeconds();
    long start = System.nanoTime();
    sleep(duration);
    double cores = (pingdeck.cpuSeconds() - cpuBefore) / ((System.nanoTime() - start) / 1e9);
    long scraped = System.nanoTime();
    int metrics = get("/metrics").length();
    double scrape = (System.nanoTime() - scraped) / 1e6;
    List<Integer> dying =
        IntStream.range(0, DYING).map(i -> i * (applications / DYING)).boxed().toList();
    dying.forEach(traffic::silence);
    sleep(DEATH);
    traffic.end();
    List<Double> excess = new ArrayList<>();
    for (int application : dying) {
      excess.add(excessMillis(application, traffic.lastSent(application)));
    }
    sleep(Duration.ofSeconds(1));
    accounted(goal, traffic.sent());
    detected(goal, excess);
    if (page.bytes() < applications) {
      throw new IllegalStateException("the page was told nothing");
    }
    report.raw(
        String.format(
            Locale.ROOT,
            "%s: %.2f of a core; page got %,d bytes in %,d frames; /metrics %,d bytes in %.0f ms",
            goal,
            cores,
            page.bytes(),
            page.frames(),
            metrics,
            scrape));
  }

  private void accounted(String goal, long sent) throws Exception {
    JsonObject monitor = monitor();
    long datagrams = monitor.getLong("datagrams");
    long drops = monitor.getLong("kernelDrops", 0L);
    String metrics = get("/metrics"); // all applications at one instant, unlike the pages
    long received = sum(metrics, "pingdeck_heartbeat_received_beats_total{");
    long lost = sum(metrics, "pingdeck_heartbeat_lost_beats{");
    long unaccounted = Math.abs(sent - datagrams - drops) + Math.abs(datagrams - received);
    report.raw(
        String.format(
            Locale.ROOT,
            "%s: %,d beats sent, %,d received, %,d dropped by the kernel, %,d taken for lost,"
                + " %d pauses",
            goal,
            sent,
            received,
            drops,
            lost,
            monitor.getLong("pauses")));
    report.row(
        goal + ": beats unaccounted for",
        String.format(Locale.ROOT, "%,d of %,d", unaccounted, sent),
        "-",
        "-",
        "0",
        unaccounted == 0);
  }

  private static long sum(String metrics, String metric) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(metric))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void detected(String goal, List<Double> excess) {
    double[] sorted = Spread.sorted(excess);
    double most = Spread.percentile(sorted, 100);
    report.row(
        goal + ": stopped, after its rule's time",
        String.format(Locale.ROOT, "%.0f ms, at most %.0f ms", Spread.percentile(sorted, 50), most),
        "-",
        "-",
        "0-50 ms",
        sorted[0] >= 0 && most <= TICK_MILLIS);
  }

  /// By how much the detection of a stopped application exceeded the time that its rule allows.
  private double excessMillis(int application, Instant lastSent) throws Exception {
    String name = BeatTraffic.name(application);
    JsonObject found = new JsonObject(get(HEARTBEATS + "/" + name));
    if (!found.getString("state").equals("stopped")) {
      throw new IllegalStateException(name + " is " + found.getString("state"));
    }
    Duration detection = Duration.between(lastSent, Instant.parse(found.getString("since")));
    String allowed = found.getJsonObject("rules").getString("stoppedAfter");
    return detection.minus(Durations.parse(allowed)).toNanos() / 1e6;
  }

  private JsonObject monitor() throws InterruptedException, ExecutionException {
    return new JsonObject(get(HEARTBEATS + "?limit=1")).getJsonObject("monitor");
  }

  private String get(String path) throws InterruptedException, ExecutionException {
    return client
        .get(port, "127.0.0.1", path)
        .send()
        .toCompletionStage()
        .toCompletableFuture()
        .get()
        .bodyAsString();
  }

  private static void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
