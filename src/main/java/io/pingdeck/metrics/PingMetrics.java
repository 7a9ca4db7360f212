package io.pingdeck.metrics;

import io.pingdeck.probe.PingCounters;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingInfo;
import io.pingdeck.probe.PingState;
import io.pingdeck.stats.PingRtts;
import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.stats.RttFigures;
import io.pingdeck.stats.ServiceState;
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
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// The metrics of the pings, each with the ping's id, name and target as labels.
///
/// A counter never falls, but the count of lost probes does when one turns late: `timeout` counts
/// both, and late replies are counted once more on their own.
final class PingMetrics {
  private static final double PERCENT = 100;

  private final List<PingSnapshot> pings;
  private final Map<PingId, RttFigures> rtts;

  PingMetrics(List<PingSnapshot> pings, List<PingRtts> rtts) {
    this.pings = pings;
    this.rtts = rtts.stream().collect(Collectors.toMap(PingRtts::id, PingRtts::rtts));
  }

  List<MetricSnapshot> all() {
    return List.of(
        probes(),
        counter("late_replies", "Replies that came after the timeout.", PingCounters::late),
        counter("duplicate_replies", "Second replies to one probe.", PingCounters::duplicates),
        counter(
            "reordered_replies",
            "Replies with a sequence below the highest seen (RFC 4737).",
            PingCounters::reordered),
        counter("corrupt_replies", "Replies that were damaged.", PingCounters::corrupt),
        counter(
            "skipped_probes",
            "Slots of the schedule that passed while this process was held up.",
            PingCounters::skipped),
        rtt(),
        running(),
        state(),
        availability(),
        lastMinute());
  }

  private MetricSnapshot probes() {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder()
            .name("pingdeck_probes")
            .help("Probes with an outcome, by outcome. timeout: lost, or answered too late.");
    for (PingSnapshot ping : pings) {
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
    outcomes.put("reply", counters.replied());
    outcomes.put("timeout", counters.lost() + counters.late());
    outcomes.put("icmp_error", counters.icmpErrors());
    outcomes.put("refused", counters.refused());
    outcomes.put("reset", counters.reset());
    outcomes.put("server_lost", counters.serverLost());
    outcomes.put("unexpected", counters.unexpected());
    outcomes.put("tls_failed", counters.tlsFailed());
    outcomes.put("flooded", counters.flooded());
    outcomes.put("malformed", counters.malformed());
    outcomes.put("send_failed", counters.sendFailed());
    return outcomes;
  }

  private MetricSnapshot counter(String name, String help, ToLongFunction<PingCounters> value) {
    CounterSnapshot.Builder builder = CounterSnapshot.builder().name("pingdeck_" + name).help(help);
    for (PingSnapshot ping : pings) {
      builder.dataPoint(
          new CounterDataPointSnapshot(
              value.applyAsLong(ping.counters()), labels(ping.info()), null, 0));
    }
    return builder.build();
  }

  private MetricSnapshot rtt() {
    HistogramSnapshot.Builder builder =
        HistogramSnapshot.builder()
            .name("pingdeck_rtt_seconds")
            .help("Round trips of in-time and late replies.");
    for (PingSnapshot ping : pings) {
      RttFigures figures = rtts.get(ping.info().id());
      builder.dataPoint(
          new HistogramDataPointSnapshot(
              figures == null ? RttBuckets.none() : RttBuckets.of(figures),
              figures == null ? 0 : RttBuckets.sum(figures),
              labels(ping.info()),
              null,
              0));
    }
    return builder.build();
  }

  private MetricSnapshot running() {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_ping_running")
            .help("1 while the ping sends, otherwise 0.");
    for (PingSnapshot ping : pings) {
      builder.dataPoint(
          new GaugeDataPointSnapshot(
              ping.info().state() == PingState.RUNNING ? 1 : 0, labels(ping.info()), null));
    }
    return builder.build();
  }

  private MetricSnapshot state() {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_ping_state")
            .help(
                "1 for the state that the service is in, 0 for the others. up: the newest ten"
                    + " probes were answered as asked; failing: some were not; down: none of the"
                    + " newest five; unknown: no data.");
    for (PingSnapshot ping : pings) {
      for (ServiceState state : ServiceState.values()) {
        builder.dataPoint(
            new GaugeDataPointSnapshot(
                ping.status().state() == state ? 1 : 0,
                labels(ping.info()).add("state", state.json()),
                null));
      }
    }
    return builder.build();
  }

  private MetricSnapshot availability() {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_availability_ratio")
            .help("Share of the five-second steps with a reply, of those with a decided probe.");
    for (PingSnapshot ping : pings) {
      ping.availability()
          .percent()
          .ifPresent(percent ->
              builder.dataPoint(
                  new GaugeDataPointSnapshot(percent / PERCENT, labels(ping.info()), null)));
    }
    return builder.build();
  }

  private MetricSnapshot lastMinute() {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("pingdeck_last_minute_loss_ratio")
            .help("Share of the last minute's probes without an in-time reply, 0-1.");
    for (PingSnapshot ping : pings) {
      ping.lastMinute()
          .lossPercent()
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
