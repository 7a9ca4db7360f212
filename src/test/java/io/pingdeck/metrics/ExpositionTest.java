package io.pingdeck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.heartbeat.monitor.HeartbeatSamples;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.PingStats;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.RttFigures;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  private static final int PINGS = 500;

  /// Per portion; all pings together have 3 MB.
  private static final int MOST_BYTES = 512 * 1024;

  private static final String PING =
      "name=\"udp://127.0.0.1:12000\",ping=\"00000007\",target=\"udp://127.0.0.1:12000\"";

  @Test
  void probesPastTheirTimeoutAreOneCounterThatNeverFalls() {
    String text = text("");

    assertThat(text)
        .contains(
            "pingdeck_probes_total{"
                + PING.replace(",ping", ",outcome=\"timeout\",ping")
                + "} 11.0")
        .contains("pingdeck_late_replies_total{" + PING + "} 2.0")
        .contains("pingdeck_corrected_probes_total{" + PING + "} 6.0")
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
  void heartbeatsAreToldByNameAndTheirStateIsOneOfAll() {
    String text = text("");
    String build = "{name=\"build-7\"";

    assertThat(text)
        .contains("pingdeck_heartbeat_received_beats_total" + build + "} 1.0")
        .contains("pingdeck_heartbeat_expected_beats_total" + build + "} 3.0")
        .contains("pingdeck_heartbeat_lost_beats" + build + "} 2.0")
        .contains("pingdeck_heartbeat_duplicate_beats_total" + build + "} 4.0")
        .contains("pingdeck_heartbeat_reordered_beats_total" + build + "} 5.0")
        .contains("pingdeck_heartbeat_restarts_total" + build + "} 8.0")
        .contains("pingdeck_heartbeat_state" + build + ",state=\"alive\"} 1.0")
        .contains("pingdeck_heartbeat_state" + build + ",state=\"stopped\"} 0.0")
        .contains("pingdeck_heartbeat_last_seen_age_seconds" + build + "} 5.0E-9")
        .contains("pingdeck_heartbeat_loss_ratio" + build + ",window=\"1m\"} 0.1")
        .doesNotContain("window=\"1d\"");
  }

  @Test
  void whatTheMonitorTurnedAwayIsToldByReason() {
    assertThat(text(""))
        .contains("pingdeck_heartbeat_monitor_rejected_total{reason=\"empty\"} 2.0")
        .contains("pingdeck_heartbeat_monitor_kernel_drops_total 0.0")
        .contains("pingdeck_heartbeat_applications{state=\"alive\"} 1.0");
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
  void openMetricsIsWrittenToClientsThatAcceptIt() {
    String type = "application/openmetrics-text; version=1.0.0";

    assertThat(new Exposition(type).contentType()).startsWith("application/openmetrics-text");
    assertThat(text(type)).endsWith("# EOF\n");
    assertThat(new Exposition("application/vnd.google.protobuf").contentType())
        .startsWith("text/plain");
  }

  /// Follows the text formats: each metric in one block below one header.
  @ParameterizedTest
  @ValueSource(strings = {"", "application/openmetrics-text; version=1.0.0"})
  void metricsOfManyPingsAreEachInOnePiece(String accept) {
    String text = text(accept, manyPings());

    assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).doesNotHaveDuplicates();
    assertThat(text.lines().filter(line -> line.startsWith("pingdeck_rtt_seconds_count")))
        .hasSize(PINGS)
        .doesNotHaveDuplicates();
    assertThat(text.lines().filter("# EOF"::equals)).hasSize(accept.isEmpty() ? 0 : 1);
    HashSet<String> before = new HashSet<>();
    String current = "";
    for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
      String metric = line.split("[{ ]")[0].replaceAll("_(bucket|count|sum)$", "");
      assertThat(metric.equals(current) || before.add(metric)).as(line).isTrue();
      current = metric;
    }
  }

  @Test
  void pingsWithoutAFigureAreLeftOutOfItsMetricAlone() {
    List<PingFigures> pings = manyPings();

    String text = text("", pings);

    assertThat(text.lines().filter(line -> line.startsWith("pingdeck_availability_ratio{")))
        .hasSize(1);
    assertThat(text).contains("# TYPE pingdeck_availability_ratio gauge");
  }

  @Test
  void promtoolHasNothingToSayOfManyPings() throws Exception {
    assertThat(Promtool.check(text("", manyPings()))).isEmpty();
  }

  /// Only the last one has an availability.
  private static List<PingFigures> manyPings() {
    return LongStream.rangeClosed(1, PINGS)
        .mapToObj(id -> {
          PingSnapshot ping = ping(id);
          return new PingFigures(
              ping.info(),
              ping.counters(),
              ping.status().state(),
              id == PINGS ? OptionalDouble.of(50) : OptionalDouble.empty(),
              OptionalDouble.empty(),
              id % 2 == 0 ? RttBuckets.NONE : RttBuckets.of(rtts()));
        })
        .toList();
  }

  @Test
  void promtoolHasNothingToSay() throws Exception {
    assertThat(Promtool.check(text(""))).isEmpty();
  }

  private static String text(String accept) {
    return text(accept, List.of(PingFigures.of(ping(7), Optional.of(rtts()))));
  }

  private static String text(String accept, List<PingFigures> pings) {
    StringBuilder text = new StringBuilder();
    new Exposition(accept)
        .portions(
            new Figures(
                "1.2.3",
                pings,
                pings.size() + 2,
                List.of(),
                List.of(HeartbeatSamples.beating()),
                HeartbeatSamples.monitor(),
                HistoryHealth.off("none"),
                Map.of("firing", 2)))
        .forEachRemaining(portion -> {
          assertThat(portion).hasSizeLessThan(MOST_BYTES);
          text.append(new String(portion, UTF_8));
        });
    return text.toString();
  }

  private static PingSnapshot ping(long id) {
    PingInfo info = PingSamples.ping(id);
    PingStats stats = new PingStats(info, 10);
    SampleColumns buffer = new SampleColumns();
    PingSamples.add(buffer, id, 1, Outcome.LOST, 0);
    stats.record(buffer.toBatch(0, 1), 0, PingSamples.NOW);
    long[] row = {12, 4, 2, 3, 1, 1, 1, 0, 0, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 6};
    stats.counters(PingCounters.read(Arrays.copyOf(row, PingCounters.COLUMNS), 0));
    return stats.snapshot(PingSamples.NOW);
  }

  private static RttFigures rtts() {
    RttDistribution rtts = new RttDistribution();
    for (long nanos : new long[] {49_000, 99_000, 51_000_000, 60_000_000_000L}) {
      rtts.record(nanos);
    }
    return RttFigures.of(rtts);
  }
}
