package io.pingdeck.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.pingdeck.e2e.Chromium;
import io.pingdeck.history.days.HistoryReader;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Ten thousand samples per second from a thousand pings, with their page open in Chromium.
/// Afterwards every sample must be on disk.
final class SteadyHistory {
  private static final int PINGS = 1000;
  private static final int SCRAPES = 10;
  private static final int RATE = 10_000;
  private static final String INTERVAL = "100ms";
  private static final Duration SETTLING = Duration.ofSeconds(15); // code gets compiled
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double MOST_CORES = 0.25;

  /// The time between two frames of the page.
  private static final double MOST_MILLIS = 100;

  /// The outcomes of probes, and their counters.
  private static final Map<Outcome, String> COUNTERS =
      Map.of(
          Outcome.REPLY,
          "replied",
          Outcome.LATE,
          "late",
          Outcome.LOST,
          "lost",
          Outcome.ICMP_ERROR,
          "icmpErrors",
          Outcome.SEND_FAILED,
          "sendFailed");

  private final Report report;
  private final Path distribution;
  private final Path data;
  private final Duration duration;
  private final String goal;

  /// @param data a directory that does not exist yet
  SteadyHistory(Report report, Path distribution, Path data, Duration duration) {
    this.report = report;
    this.distribution = distribution;
    this.data = data;
    this.duration = duration;
    goal =
        String.format(
            Locale.ROOT, "%,d samples/s for %.1f min", RATE, duration.toMillis() / 60_000.0);
  }

  void measure() throws Exception {
    TreeMap<String, JsonObject> ended;
    try (Served pingdeck = Served.start(distribution, data);
        Playwright playwright = Playwright.create();
        Browser browser = Chromium.launch(playwright)) {
      List<String> ids = pingdeck.startPings(targets(), INTERVAL);
      Page page = browser.newPage();
      page.navigate(pingdeck.page().resolve("/#/pings/" + ids.getFirst()).toString());
      Thread.sleep(SETTLING);
      load(pingdeck);
      scrape(pingdeck);
      seen(page, pingdeck);
      ended = end(pingdeck, ids);
      complaints(pingdeck);
    }
    ledger(ended);
  }

  private static List<String> targets() {
    return IntStream.range(0, PINGS)
        .mapToObj(i -> "icmp://127.1.%d.%d".formatted(i / 250, 1 + i % 250))
        .toList();
  }

  private void load(Served pingdeck) throws InterruptedException {
    long before = pingdeck.history().getLong("written");
    double cpu = pingdeck.program().cpuSeconds("history");
    long start = System.nanoTime();
    double[] waits;
    double[] overslept;
    double[] stretches;
    double[] gaps;
    try (EventLoopWatch watch = EventLoopWatch.start(pingdeck);
        EventLoopStretches loops = EventLoopStretches.start(pingdeck.program())) {
      Thread.sleep(duration);
      waits = watch.millis();
      overslept = watch.oversleptMillis();
      stretches = loops.millis();
      gaps = loops.gapMillis();
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    double cores = (pingdeck.program().cpuSeconds("history") - cpu) / elapsed;
    double rate = (pingdeck.history().getLong("written") - before) / elapsed;
    row("written", "%,.0f a second", rate, ">= 9,900", rate >= 0.99 * RATE);
    row("writer's thread", "%.2f of a core", cores, "< 0.25", cores < MOST_CORES);
    double longest = Spread.percentile(stretches, 100);
    row("an event loop blocked for", "%.0f ms", longest, "< 100 ms", longest < MOST_MILLIS);
    percentiles("event loops blocked", stretches);
    percentiles("looked at again after", gaps);
    percentiles("event loops' answers", waits);
    percentiles("the asking thread overslept", overslept);
  }

  private void percentiles(String what, double[] millis) {
    report.raw(
        String.format(
            Locale.ROOT,
            "%s: %s, %,d times: median %.1f ms, p99 %.1f ms, max %.1f ms",
            goal,
            what,
            millis.length,
            Spread.percentile(millis, 50),
            Spread.percentile(millis, 99),
            Spread.percentile(millis, 100)));
  }

  private void row(String what, String format, double figure, String wanted, boolean isMet) {
    String text = String.format(Locale.ROOT, format, figure);
    report.row(goal + ": " + what, text, "-", "-", wanted, isMet);
  }

  private void scrape(Served pingdeck) {
    List<Double> millis = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < SCRAPES; i++) {
      long asked = System.nanoTime();
      bytes = pingdeck.text("/metrics").length();
      millis.add((System.nanoTime() - asked) / 1e6);
    }
    report.raw(
        String.format(
            Locale.ROOT, "%s: /metrics, %,d bytes: %s ms", goal, bytes, Spread.of(millis)));
  }

  /// The delay of the open page.
  private void seen(Page page, Served pingdeck) {
    String id = page.locator("[data-testid=ping-view]").getAttribute("data-ping-id");
    String seen = page.locator("[data-testid=figure-replied]").textContent();
    JsonObject now = pingdeck.pings().get(id).getJsonObject("counters");
    report.raw(goal + ": replies on the page " + seen + ", then " + now.getLong("replied"));
  }

  /// Stops every ping and waits until each of their samples is reported to be on disk.
  private static TreeMap<String, JsonObject> end(Served pingdeck, List<String> ids)
      throws InterruptedException {
    for (String id : ids) {
      pingdeck.post("/api/v1/pings/" + id + "/stop", new JsonObject());
    }
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      TreeMap<String, JsonObject> pings = pingdeck.pings();
      JsonObject history = pingdeck.history();
      boolean isOver =
          pings.values().stream().allMatch(ping -> ping.getString("state").equals("stopped"));
      boolean isWritten = history.getLong("written") >= sum(pings, List.copyOf(COUNTERS.values()));
      if (isOver && isWritten || System.nanoTime() - giveUp > 0) {
        return pings;
      }
      Thread.sleep(100);
    }
  }

  private static long sum(TreeMap<String, JsonObject> pings, List<String> counters) {
    return pings.values().stream()
        .map(ping -> ping.getJsonObject("counters"))
        .mapToLong(all -> counters.stream().mapToLong(all::getLong).sum())
        .sum();
  }

  private void complaints(Served pingdeck) {
    List<String> blocked =
        pingdeck.complaints().stream().filter(line -> line.contains("has been blocked")).toList();
    report.row(
        goal + ": warnings of blocked threads",
        String.valueOf(blocked.size()),
        "-",
        "-",
        "0",
        blocked.isEmpty());
    pingdeck.complaints().stream().limit(5).forEach(line -> report.raw(goal + ": " + line));
  }

  /// Compares the engine's counters with the samples read back, per ping and outcome.
  private void ledger(TreeMap<String, JsonObject> ended) throws IOException {
    HistoryReader reader = new HistoryReader(data.resolve("history"));
    long missing = 0;
    long kept = 0;
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonObject> ping : ended.entrySet()) {
      List<Sample> samples =
          reader
              .samples(PingId.parse(ping.getKey()), 0, Long.MAX_VALUE, Integer.MAX_VALUE)
              .samples();
      long[] counts = new long[Outcome.values().length];
      for (int i = 0; i < samples.size(); i++) {
        counts[samples.get(i).outcome().ordinal()]++;
        if (samples.get(i).sequence() != i + 1) {
          wrong.add(ping.getKey() + " has a hole before " + samples.get(i).sequence());
          break;
        }
      }
      for (Map.Entry<Outcome, String> counter : COUNTERS.entrySet()) {
        missing +=
            Math.abs(
                ping.getValue().getJsonObject("counters").getLong(counter.getValue())
                    - counts[counter.getKey().ordinal()]);
      }
      kept += samples.size();
    }
    wrong.stream().limit(5).forEach(report::raw);
    report.row(
        goal + ": lost between engine and disk",
        String.format(Locale.ROOT, "%,d of %,d", missing, kept),
        "-",
        "-",
        "0",
        missing == 0 && wrong.isEmpty() && kept > 0);
  }
}
