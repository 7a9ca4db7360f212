package io.pingdeck.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The packaged program with tens of thousands of targets in 127.0.0.0/8, each pinged once per
/// second by ICMP, and an open page.
final class ManyTargets {
  private static final String READY = "Pingdeck is ready: http://127.0.0.1:";
  private static final String PINGS = "/api/v1/pings";
  private static final int WATCHED = 1000;
  private static final int PAGE = 1000;
  private static final double INTERVAL_NANOS = 1e9;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String FIRST = "127.1.0.1";
  private static final int SECONDS_OF_C = 10;
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)([KM])");

  private final Report report;
  private final Path distribution;
  private final Path data;
  private final int targets;
  private final Duration settling;
  private final Duration duration;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private int port;

  /// @param data a directory that does not exist yet
  /// @param settling time before the measurement, in which windows fill and code is compiled
  ManyTargets(
      Report report,
      Path distribution,
      Path data,
      int targets,
      Duration settling,
      Duration duration) {
    this.report = report;
    this.distribution = distribution;
    this.data = data;
    this.targets = targets;
    this.settling = settling;
    this.duration = duration;
  }

  void measure() throws Exception {
    String goal = String.format(Locale.ROOT, "%,d targets", targets);
    OptionalDouble coresOfC = coresOfC();
    try (Program pingdeck = Program.start(command())) {
      String ready = pingdeck.line();
      port = Integer.parseInt(ready.substring(READY.length()));
      List<String> ids = startPings();
      int step = Math.max(1, ids.size() / WATCHED);
      List<String> watched =
          IntStream.range(0, Math.min(WATCHED, ids.size()))
              .mapToObj(i -> ids.get(i * step))
              .toList();
      LivePage page = LivePage.open(vertx, port, watched);
      sleep(settling);
      long heapBefore = heap(pingdeck);
      sleep(Duration.ofSeconds(2)); // excludes the pause of that collection
      page.takeLags();
      long skippedBefore = counters().getOrDefault("skipped", 0L);
      page.takeLags();
      double cpuBefore = pingdeck.cpuSeconds("pinger-0");
      long start = System.nanoTime();
      sleep(duration);
      double elapsed = (System.nanoTime() - start) / 1e9;
      double cores = (pingdeck.cpuSeconds("pinger-0") - cpuBefore) / elapsed;
      double[] lags = page.takeLags();
      TreeMap<String, Long> counters = counters();
      long heapAfter = heap(pingdeck);
      report.raw(goal + ": counters of all pings " + counters);
      report.raw(
          String.format(
              Locale.ROOT,
              "%s: page got %,d bytes, %d gaps; lateness of %,d probes: median %.0f us, p90 %.0f"
                  + " us, p99 %.0f us, max %.1f ms",
              goal,
              page.bytes(),
              page.gaps(),
              lags.length,
              Spread.percentile(lags, 50) / 1e3,
              Spread.percentile(lags, 90) / 1e3,
              Spread.percentile(lags, 99) / 1e3,
              Spread.percentile(lags, 100) / 1e6));
      rows(goal, counters, counters.getOrDefault("skipped", 0L) - skippedBefore, lags);
      worker(goal, cores, coresOfC);
      heapRow(goal, heapBefore, heapAfter);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private List<String> command() {
    return List.of(
        "env",
        "PINGDECK_JAVA_OPTS=-XX:+UseZGC", // as src/docs/running.md says for so many
        distribution.resolve("bin/pingdeck").toString(),
        "serve",
        "--web-port",
        "0",
        "--set",
        "data.dir=" + data.toAbsolutePath(),
        "--set",
        "echo.servers=[]",
        "--set",
        "ping.keepSamples=60",
        "--set",
        "ping.limits.maxPings=" + targets);
  }

  private List<String> startPings() throws InterruptedException, ExecutionException {
    List<String> list =
        IntStream.range(0, targets)
            .mapToObj(
                i -> "icmp://127.%d.%d.%d".formatted(1 + i / 62_500, i / 250 % 250, 1 + i % 250))
            .toList();
    JsonObject body = new JsonObject().put("targets", new JsonArray(list)).put("interval", "1s");
    long start = System.nanoTime();
    HttpResponse<Buffer> response =
        get(client.post(port, "127.0.0.1", PINGS + "/batch").sendJsonObject(body));
    if (response.statusCode() != 201) {
      throw new IllegalStateException("not started: " + response.bodyAsString());
    }
    report.raw(
        String.format(
            Locale.ROOT,
            "%,d targets started in %.1f s",
            targets,
            (System.nanoTime() - start) / 1e9));
    return response.bodyAsJsonObject().getJsonArray("pings").stream()
        .map(ping -> ((JsonObject) ping).getString("id"))
        .toList();
  }

  private void rows(String goal, TreeMap<String, Long> counters, long skipped, double[] lags) {
    long unanswered =
        counters.getOrDefault("lost", 0L)
            + counters.getOrDefault("late", 0L)
            + counters.getOrDefault("icmpErrors", 0L)
            + counters.getOrDefault("sendFailed", 0L);
    report.row(
        goal + ": false losses",
        String.format(Locale.ROOT, "%,d of %,d", unanswered, counters.get("sent")),
        "-",
        "-",
        "0",
        unanswered == 0);
    double longest = Spread.percentile(lags, 100);
    // A slot is skipped only if the next one is due: one stall of a second costs each ping one
    // slot.
    long explained = (long) (longest / INTERVAL_NANOS) * targets;
    report.row(
        goal + ": slots left out",
        String.format(Locale.ROOT, "%,d, longest stall %.1f ms", skipped, longest / 1e6),
        "-",
        "-",
        "<= by stalls",
        skipped <= explained);
    double late = Spread.percentile(lags, 99) / 1e6;
    report.row(
        goal + ": lateness, p99",
        String.format(Locale.ROOT, "%.3f ms", late),
        "-",
        "-",
        "< 1 ms",
        late < 1);
  }

  private void worker(String goal, double cores, OptionalDouble coresOfC) {
    report.row(
        goal + ": worker",
        String.format(Locale.ROOT, "%.2f of a core", cores),
        coresOfC.isEmpty() ? "-" : String.format(Locale.ROOT, "C %.2f", coresOfC.getAsDouble()),
        coresOfC.isEmpty()
            ? "-"
            : String.format(Locale.ROOT, "%.2f", cores / coresOfC.getAsDouble()),
        "< 0.50",
        cores < 0.5);
  }

  /// The cores that a dedicated C program needs for the same probes; the kernel takes most of it.
  private OptionalDouble coresOfC() throws IOException {
    if (!Program.isInstalled("gcc")) {
      return OptionalDouble.empty();
    }
    try (CProgram c = CProgram.compileAll()) {
      String count = String.valueOf(targets);
      Rate rate =
          Rate.read(
              Program.run(
                  SOON,
                  List.of(
                      c.path("icmp_probes"), FIRST, count, count, String.valueOf(SECONDS_OF_C))));
      return OptionalDouble.of(targets / rate.perCoreSecond()); // one probe per second each
    }
  }

  private void heapRow(String goal, long before, long after) {
    double ratio = after / (double) before;
    report.row(
        goal + ": heap in use",
        String.format(Locale.ROOT, "%,d -> %,d MB", before >> 10, after >> 10),
        "at the start",
        String.format(Locale.ROOT, "%.2f", ratio),
        "<= 1.10",
        ratio <= 1.1);
  }

  /// The sum of each counter over all pings.
  private TreeMap<String, Long> counters() throws InterruptedException, ExecutionException {
    TreeMap<String, Long> sums = new TreeMap<>();
    String after = "";
    while (after != null) {
      String query = "?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + after);
      JsonObject page = get(client.get(port, "127.0.0.1", PINGS + query).send()).bodyAsJsonObject();
      for (Object ping : page.getJsonArray("pings")) {
        JsonObject counters = ((JsonObject) ping).getJsonObject("counters");
        counters.forEach(counter ->
            sums.merge(counter.getKey(), ((Number) counter.getValue()).longValue(), Long::sum));
      }
      after = page.getString("next");
    }
    return sums;
  }

  /// Kilobytes in use after a full collection.
  private static long heap(Program pingdeck) {
    String pid = String.valueOf(pingdeck.pid());
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Program.run(SOON, List.of(jcmd, pid, "GC.run"));
    Matcher used = HEAP_USED.matcher(Program.run(SOON, List.of(jcmd, pid, "GC.heap_info")));
    if (!used.find()) {
      throw new IllegalStateException("GC.heap_info names no size");
    }
    // Later matches are the metaspace's.
    return Long.parseLong(used.group(1)) * ("M".equals(used.group(2)) ? 1024 : 1);
  }

  private static <T> T get(Future<T> future) throws InterruptedException, ExecutionException {
    return future.toCompletionStage().toCompletableFuture().get();
  }

  private static void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
