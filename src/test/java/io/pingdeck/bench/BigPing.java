package io.pingdeck.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.pingdeck.e2e.Chromium;
import io.pingdeck.history.days.MadeHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One ping with a hundred million samples on disk: how soon its page is displayed, and how soon
/// any span of its history is returned.
final class BigPing {
  private static final int PER_MINUTE = 6000;
  private static final int OPENINGS = 5;
  private static final double MOST_MILLIS = 1000;
  private static final int POINTS = 500;

  /// Pause after opening a new tab, because Chromium starts processes for it, which are not part of
  /// the page that is opened next.
  private static final Duration TAB_STANDS = Duration.ofSeconds(1);

  /// Returns when the frame began that shows the first replies in the chart's figures, in
  /// milliseconds since the page was requested. Adds no load to the page while it waits.
  private static final String DRAWN =
      """
      new MutationObserver((_, watch) => {
        const replies = document.querySelector('[data-testid="shown-reply"]');
        if (!/[1-9]/.test(replies?.textContent ?? '')) return;
        watch.disconnect();
        requestAnimationFrame(() => console.info('drawn', performance.now()));
      }).observe(document, { subtree: true, childList: true, characterData: true });
      """;

  private final Report report;
  private final Path distribution;
  private final Path data;
  private final long samples;
  private final String goal;

  /// @param data a directory that does not exist yet
  BigPing(Report report, Path distribution, Path data, long samples) {
    this.report = report;
    this.distribution = distribution;
    this.data = data;
    this.samples = samples;
    goal = String.format(Locale.ROOT, "a ping with %,d samples", samples);
  }

  void measure() throws Exception {
    make();
    long start = System.nanoTime();
    // Enough days that none of it is deleted.
    try (Served pingdeck =
        Served.start(distribution, data, "history.keepRaw=1000d", "history.maxBytes=100GiB")) {
      raw("program ready in %.1f s", (System.nanoTime() - start) / 1e9);
      spans(pingdeck);
      openings(pingdeck);
    }
  }

  private void make() throws Exception {
    Path directory = data.resolve("history");
    long start = System.nanoTime();
    MadeHistory.write(directory, samples, PER_MINUTE);
    long bytes = 0;
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    raw("made in %.0f s", (System.nanoTime() - start) / 1e9);
    raw("%.0f MB on the disk", bytes / 1e6);
  }

  private void spans(Served pingdeck) {
    double slowest = 0;
    for (Duration span :
        List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(365))) {
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < OPENINGS; i++) {
        Instant to = Instant.now();
        long asked = System.nanoTime();
        pingdeck.get(
            "/api/v1/pings/%s/history?from=%s&to=%s&points=%d"
                .formatted(MadeHistory.PING, to.minus(span), to, POINTS));
        millis.add((System.nanoTime() - asked) / 1e6);
      }
      double worst = Spread.percentile(Spread.sorted(millis), 100);
      report.raw(
          String.format(
              Locale.ROOT,
              "%s: %s in %d points: first %.0f ms, median %.0f ms",
              goal,
              span,
              POINTS,
              millis.getFirst(),
              Spread.of(millis).median()));
      slowest = Math.max(slowest, worst);
    }
    row("slowest answer, 10 s to a year", slowest);
  }

  private void openings(Served pingdeck) {
    try (Playwright playwright = Playwright.create();
        Browser browser = Chromium.launch(playwright)) {
      String address = pingdeck.page().resolve("/#/pings/" + MadeHistory.PING).toString();
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < OPENINGS; i++) {
        Page page = browser.newPage();
        page.addInitScript(DRAWN);
        page.waitForTimeout(TAB_STANDS.toMillis());
        ConsoleMessage drawn =
            page.waitForConsoleMessage(
                new Page.WaitForConsoleMessageOptions()
                    .setPredicate(message -> message.text().startsWith("drawn ")),
                () -> page.navigate(address));
        millis.add(Double.parseDouble(drawn.text().substring("drawn ".length())));
        page.close();
      }
      report.raw(
          String.format(
              Locale.ROOT,
              "%s: page drawn after %s ms, first %.0f",
              goal,
              Spread.of(millis),
              millis.getFirst()));
      row("page opened in Chromium", Spread.percentile(Spread.sorted(millis), 100));
    }
  }

  private void row(String what, double millis) {
    report.row(
        goal + ": " + what,
        String.format(Locale.ROOT, "%.0f ms", millis),
        "-",
        "-",
        "< 1,000 ms",
        millis < MOST_MILLIS);
  }

  private void raw(String format, double figure) {
    report.raw(goal + ": " + String.format(Locale.ROOT, format, figure));
  }
}
