package io.pingdeck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.io.OutputStream;

/// Prometheus' own checker, from the package prometheus. Tests that use it are skipped without it.
public final class Promtool {
  private Promtool() {}

  /// @return its complaints about a text of metrics; empty if there are none
  public static String check(String metrics) throws IOException, InterruptedException {
    Tool.need(Tool.PROMTOOL);
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(metrics.getBytes(UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    int status = promtool.waitFor();
    return status == 0 ? said : said + "status " + status;
  }
}
