package io.pingdeck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.PingCounters;
import io.pingdeck.probe.PingInfo;
import io.pingdeck.probe.SampleBuffer;
import io.pingdeck.stats.PingRtts;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.stats.PingStats;
import io.pingdeck.stats.RttDistribution;
import io.pingdeck.stats.RttFigures;
import io.pingdeck.store.HistoryHealth;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private static final String PING =
      "name=\"udp://127.0.0.1:12000\",ping=\"00000007\",target=\"udp://127.0.0.1:12000\"";

  @Test
  void lostAndLateAreOneCounterThatNeverFalls() {
    String text = text("");

    assertThat(text)
        .contains(
            "pingdeck_probes_total{" + PING.replace(",ping", ",outcome=\"timeout\",ping") + "} 5.0")
        .contains("pingdeck_late_replies_total{" + PING + "} 2.0")
        .contains("pingdeck_ping_running{" + PING + "} 1.0");
  }

  @Test
  void roundTripsAreAHistogramInSeconds() {
    String text = text("");
    String prefix = "pingdeck_rtt_seconds_bucket{" + PING + ",le=";

    assertThat(text)
        .contains(prefix + "\"5.0E-5\"} 1")
        .contains(prefix + "\"1.0E-4\"} 2")
        .contains(prefix + "\"0.0512\"} 3")
        .contains(prefix + "\"+Inf\"} 4")
        .contains("pingdeck_rtt_seconds_count{" + PING + "} 4");
  }

  @Test
  void pingsWithoutSeriesOfTheirOwnAreCounted() {
    assertThat(text("")).contains("pingdeck_pings 3.0").contains("pingdeck_pings_left_out 2.0");
  }

  @Test
  void historyThatIsOffIsNotRecording() {
    assertThat(text("")).contains("pingdeck_history_recording 0.0");
  }

  @Test
  void openMetricsIsWrittenToWhoeverAcceptsIt() {
    String type = "application/openmetrics-text; version=1.0.0";

    assertThat(new Exposition(type).contentType()).startsWith("application/openmetrics-text");
    assertThat(text(type)).endsWith("# EOF\n");
    assertThat(new Exposition("application/vnd.google.protobuf").contentType())
        .startsWith("text/plain");
  }

  /// By Prometheus' own checker, from the package prometheus.
  @Test
  void promtoolHasNothingToSay() throws Exception {
    assumeTrue(isInstalled("promtool"), "promtool is not installed (Debian package prometheus)");
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(text("").getBytes(UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }

  /// Says so if it is not.
  static boolean isInstalled(String program) {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      System.out.println(program + " is not installed (Debian package prometheus)");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String text(String accept) {
    byte[] text =
        new Exposition(accept)
            .write(
                "1.2.3", List.of(ping()), 3, List.of(rtts()), List.of(), HistoryHealth.off("none"));
    return new String(text, UTF_8);
  }

  private static PingSnapshot ping() {
    PingInfo info = PingSamples.ping(7);
    PingStats stats = new PingStats(info, 10);
    SampleBuffer buffer = new SampleBuffer();
    PingSamples.add(buffer, 7, 1, Outcome.LOST, 0);
    stats.record(buffer.toBatch(0, 1), 0, PingSamples.NOW);
    stats.counters(new PingCounters(12, 4, 2, 3, 1, 1, 1, 0, 0, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1));
    return stats.snapshot(PingSamples.NOW);
  }

  private static PingRtts rtts() {
    RttDistribution rtts = new RttDistribution();
    for (long nanos : new long[] {49_000, 99_000, 51_000_000, 60_000_000_000L}) {
      rtts.record(nanos);
    }
    return new PingRtts(PingSamples.ping(7).id(), RttFigures.of(rtts));
  }
}
