package io.pingdeck.cli;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.cli.print.RttText;
import io.pingdeck.cli.print.SummaryText;
import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.report.Report;
import io.pingdeck.cli.report.SampleFile;
import io.pingdeck.json.PingJson;
import io.pingdeck.json.StatisticsJson;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.WindowFigures;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the statistics of an exported file.
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints the statistics of exported samples: NDJSON, JSON or CSV.",
    footer = {
      "",
      "It exits with 0 if there was any reply, 1 if there was none.",
      "",
      "Examples:",
      "  curl -s http://127.0.0.1:8080/api/v1/pings/ID/export > ping.ndjson",
      "  pingdeck report ping.ndjson",
      "  pingdeck ping icmp://127.0.0.1 -c 100 --json > ping.ndjson && pingdeck report ping.ndjson"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The export.")
  private Path file;

  @Option(names = "--json", description = "One object, with the keys and figures of REST.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Report report = new Report();
    try {
      SampleFile.read(file, report::add);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    }
    if (report.isEmpty()) {
      throw new IOException(file + " has no samples");
    }
    PingSnapshot snapshot = report.snapshot();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(object(report, snapshot).encode());
    } else {
      print(out, report, snapshot);
    }
    return snapshot.rtt().isPresent() ? 0 : CommandLines.FAILURE;
  }

  private void print(PrintWriter out, Report report, PingSnapshot snapshot) {
    out.println(
        file
            + ": "
            + EpochNanos.instant(report.firstEpochNanos())
            + " to "
            + EpochNanos.instant(report.lastEpochNanos()));
    out.println(SummaryText.counts(snapshot.counters()));
    snapshot.rtt().ifPresent(rtt -> out.println(SummaryText.distribution(rtt)));
    snapshot
        .ipdvMeanAbsoluteNanos()
        .ifPresent(nanos -> out.println("ipdv mean absolute " + RttText.format(nanos)));
    snapshot
        .jitterNanos()
        .ifPresent(nanos -> out.println("jitter (RFC 3550) " + RttText.format(nanos)));
    report.statistics().windows().forEach(figures -> printWindow(out, figures));
  }

  /// Prints one line per window.
  private static void printWindow(PrintWriter out, WindowFigures figures) {
    List<String> parts = new ArrayList<>();
    parts.add(SummaryText.loss(figures));
    parts.addAll(SummaryText.outcomes(figures.counters()));
    figures
        .rtt()
        .ifPresent(rtt ->
            parts.add(
                "median %s, p90 %s, p95 %s, p99 %s, p99.9 %s, stddev %s, IQR %s"
                    .formatted(
                        RttText.format(rtt.median()),
                        RttText.format(rtt.p90()),
                        RttText.format(rtt.p95()),
                        RttText.format(rtt.p99()),
                        RttText.format(rtt.p999()),
                        RttText.format(rtt.stddev()),
                        RttText.format(rtt.iqr()))));
    figures
        .availability()
        .percent()
        .ifPresent(percent -> parts.add("available " + SummaryText.percent(percent) + " %"));
    out.println(figures.window().json() + ": " + String.join(", ", parts));
  }

  private static JsonObject object(Report report, PingSnapshot snapshot) {
    JsonObject summary =
        new JsonObject()
            .put("firstAt", EpochNanos.instant(report.firstEpochNanos()).toString())
            .put("lastAt", EpochNanos.instant(report.lastEpochNanos()).toString())
            .put("sent", snapshot.counters().sent());
    snapshot.counters().outcomes().byName().forEach(summary::put);
    snapshot.counters().lossPercent().ifPresent(loss -> summary.put("lossPercent", loss));
    return new JsonObject()
        .put("summary", PingJson.figures(summary, snapshot))
        .put("windows", StatisticsJson.windows(report.statistics()));
  }
}
