package io.pingdeck.web.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.GivenText;
import io.pingdeck.json.SampleJson;
import io.pingdeck.metrics.Exposition;
import io.pingdeck.metrics.ProbeExposition;
import io.pingdeck.metrics.ProbeReport;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import java.util.Locale;
import java.util.Optional;

/// The log of a probe, for users who request `/probe` with `debug=true`.
final class ProbeLog {
  private static final double MILLI = 1e6;

  private ProbeLog() {}

  /// @param spec empty if the target is invalid
  static String of(ProbeModule module, String target, Optional<PingSpec> spec, ProbeReport report) {
    StringBuilder log = new StringBuilder("Logs for the probe:\n");
    line(log, "module=" + module.json() + " target=" + GivenText.show(target));
    spec.ifPresent(sent -> {
      String timeout = millis(sent.timeout().toNanos());
      line(log, "target read as " + sent.target() + ", timeout " + timeout);
    });
    report
        .address()
        .map(Endpoint::host)
        .ifPresentOrElse(
            host ->
                line(log, "resolved to " + host + " in " + millis(report.resolveNanos().orElse(0))),
            () -> line(log, "nothing was sent"));
    report
        .turnedAwayBy()
        .ifPresent(first ->
            line(log, "sent there because " + first.host() + " refused it or has no route"));
    report
        .sample()
        .ifPresent(sample -> line(log, "sample " + new SampleJson().addWithoutPing(sample)));
    String took = " after " + millis(report.durationNanos());
    line(
        log,
        report.succeeded()
            ? "probe succeeded" + took
            : "probe failed" + took + ": " + report.detail());
    return log.append("\nMetrics that would have been returned:\n")
        .append(new String(new Exposition("").write(ProbeExposition.of(report)), UTF_8))
        .toString();
  }

  private static void line(StringBuilder log, String text) {
    log.append(text).append('\n');
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / MILLI);
  }
}
