package io.pingdeck.metrics;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.ServiceState;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Metrics of the pings, labelled by the ping's id, name and target.
///
/// A counter must never decrease, but the number of lost probes does when one gets an outcome after
/// its timeout. `timeout` therefore counts every probe whose timeout passed, whatever came later.
/// What came later is counted as well: late replies and corrections each have their counter.
final class PingMetrics {
  private static final double PERCENT = 100;

  private PingMetrics() {}

  /// Every metric, as a function of the pings.
  static List<Function<List<PingFigures>, MetricSnapshot>> all() {
    return List.of(
        PingMetrics::probes,
        counter("late_replies", "Replies that came after the timeout.", c -> c.count(Outcome.LATE)),
        counter(
            "corrected_probes",
            "Probes counted as timeout that got another outcome later; pingdeck_probes counts them"
                + " under both.",
            PingCounters::corrected),
        counter("duplicate_replies", "Second replies to one probe.", PingCounters::duplicates),
        counter(
            "reordered_replies",
            "Replies with a sequence below the highest seen (RFC 4737).",
            PingCounters::reordered),
        counter("corrupt_replies", "Replies that were damaged.", PingCounters::corrupt),
        counter(
            "skipped_probes",
            "Scheduled probes that were not sent because this process was delayed.",
            PingCounters::skipped),
        PingMetrics::rtt,
        PingMetrics::running,
        PingMetrics::state,
        PingMetrics::availability,
        PingMetrics::lastMinute);
  }

  private static MetricSnapshot probes(List<PingFigures> pings) {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder()
            .name("pingdeck_probes")
            .help(
                "Probes with an outcome, by outcome. timeout: nothing came in time, whatever came"
                    + " later.");
    for (PingFigures ping : pings) {
      outcomes(ping.counters())
          .forEach((outcome, count) ->
              builder.dataPoint(
                  new CounterDataPointSnapshot(
                      count, labels(ping.info()).add("outcome", outcome), null, 0)));
    }
    return builder.build();
  }

  private static Map<String, Long> outcomes(PingCounters counters) {
    Map<String, Long> outcomes = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      outcomes.merge(label(outcome), counters.count(outcome), Long::sum);
    }
    outcomes.merge(label(Outcome.LOST), counters.corrected(), Long::sum);
    return outcomes;
  }

  private static String label(Outcome outcome) {
    return switch (outcome) {
      case LOST, LATE -> "timeout";
      case RESOLVE_FAILED -> label(Outcome.SEND_FAILED);
      default -> outcome.name().toLowerCase(Locale.ROOT);
    };
  }

  private static Function<List<PingFigures>, MetricSnapshot> counter(
      String name, String help, ToLongFunction<PingCounters> value) {
    return pings -> counter(pings, name, help, value);
  }

  private static MetricSnapshot counter(
      List<PingFigures> pings, String name, String help, ToLongFunction<PingCounters> value) {
    CounterSnapshot.Builder builder = CounterSnapshot.builder().name("pingdeck_" + name).help(help);
    for (PingFigures ping : pings) {
      builder.dataPoint(
          new CounterDataPointSnapshot(
              value.applyAsLong(ping.counters()), labels(ping.info()), null, 0));
    }
    return builder.build();
  }

  private static MetricSnapshot rtt(List<PingFigures> pings) {
    HistogramSnapshot.Builder builder =
        HistogramSnapshot.builder()
            .name("pingdeck_rtt_seconds")
            .help("Round trips of in-time and late replies.");
    for (PingFigures ping : pings) {
      builder.dataPoint(
          new HistogramDataPointSnapshot(
              ping.rtts().classic(), ping.rtts().sum(), labels(ping.info()), null, 0));
    }
    return builder.build();
  }

  private static MetricSnapshot running(List<PingFigures> pings) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_ping_running")
            .help("1 while the ping sends, otherwise 0.");
    for (PingFigures ping : pings) {
      builder.dataPoint(
          new GaugeDataPointSnapshot(
              ping.info().state() == PingState.RUNNING ? 1 : 0, labels(ping.info()), null));
    }
    return builder.build();
  }

  private static MetricSnapshot state(List<PingFigures> pings) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_ping_state")
            .help(
                "1 for the state that the service is in, 0 for the others. up: the newest ten"
                    + " probes were answered as asked; failing: some were not; down: none of the"
                    + " newest five; unknown: no data.");
    for (PingFigures ping : pings) {
      for (ServiceState state : ServiceState.values()) {
        builder.dataPoint(
            new GaugeDataPointSnapshot(
                ping.state() == state ? 1 : 0,
                labels(ping.info()).add("state", state.json()),
                null));
      }
    }
    return builder.build();
  }

  private static MetricSnapshot availability(List<PingFigures> pings) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_availability_ratio")
            .help("Share of the five-second steps with a reply, of those with a decided probe.");
    for (PingFigures ping : pings) {
      ping.availabilityPercent()
          .ifPresent(percent ->
              builder.dataPoint(
                  new GaugeDataPointSnapshot(percent / PERCENT, labels(ping.info()), null)));
    }
    return builder.build();
  }

  private static MetricSnapshot lastMinute(List<PingFigures> pings) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_last_minute_loss_ratio")
            .help("Share of the last minute's probes without an in-time reply, 0-1.");
    for (PingFigures ping : pings) {
      ping.lastMinuteLossPercent()
          .ifPresent(loss ->
              builder.dataPoint(
                  new GaugeDataPointSnapshot(loss / PERCENT, labels(ping.info()), null)));
    }
    return builder.build();
  }

  private static Labels labels(PingInfo ping) {
    return Labels.of(
        "ping",
        ping.id().toString(),
        "name",
        ping.spec().name(),
        "target",
        ping.spec().target().toString());
  }
}
