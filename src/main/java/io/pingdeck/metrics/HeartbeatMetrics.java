package io.pingdeck.metrics;

import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.MonitorSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Metrics of the applications that send heartbeats, labelled by name, and of their monitor. The
/// number of names is bounded by the monitor's table; no beat can add another kind of label.
final class HeartbeatMetrics {
  private static final double NANOS = 1e9;
  private static final String PREFIX = "pingdeck_heartbeat_";

  private HeartbeatMetrics() {}

  /// Every metric, as a function of the applications.
  static List<Function<List<HeartbeatSnapshot>, MetricSnapshot>> all() {
    List<Function<List<HeartbeatSnapshot>, MetricSnapshot>> all = new ArrayList<>();
    all.add(
        counter(
            "received_beats",
            "Distinct beats; neither goodbyes nor starts.",
            BeatCounts::received));
    all.add(
        counter(
            "expected_beats",
            "Beats that were received or lost; those sent while the monitor was down are neither.",
            counts -> counts.received() + counts.lost()));
    all.add(counter("goodbyes", "Distinct goodbyes.", BeatCounts::goodbyes));
    all.add(HeartbeatMetrics::lost);
    all.add(counter("duplicate_beats", "Further copies of a beat.", BeatCounts::duplicates));
    all.add(
        counter(
            "reordered_beats",
            "Beats that a later one had overtaken (RFC 4737).",
            BeatCounts::reordered));
    all.add(counter("restarts", "New runs of the application.", BeatCounts::restarts));
    all.add(HeartbeatMetrics::states);
    all.add(HeartbeatMetrics::lastSeen);
    all.add(HeartbeatMetrics::loss);
    return all;
  }

  private static Function<List<HeartbeatSnapshot>, MetricSnapshot> counter(
      String name, String help, ToLongFunction<BeatCounts> value) {
    return applications -> counter(applications, name, help, value);
  }

  private static MetricSnapshot counter(
      List<HeartbeatSnapshot> applications,
      String name,
      String help,
      ToLongFunction<BeatCounts> value) {
    CounterSnapshot.Builder builder = CounterSnapshot.builder().name(PREFIX + name).help(help);
    for (HeartbeatSnapshot application : applications) {
      long count = value.applyAsLong(application.counts());
      builder.dataPoint(new CounterDataPointSnapshot(count, labels(application), null, 0));
    }
    return builder.build();
  }

  /// A gauge, because it decreases when a beat arrives that was counted as lost.
  private static MetricSnapshot lost(List<HeartbeatSnapshot> applications) {
    GaugeSnapshot.Builder builder =
        gauge("lost_beats", "Sequence numbers that were skipped: one-way loss.");
    for (HeartbeatSnapshot application : applications) {
      builder.dataPoint(point(application.counts().lost(), labels(application)));
    }
    return builder.build();
  }

  private static MetricSnapshot states(List<HeartbeatSnapshot> applications) {
    GaugeSnapshot.Builder builder =
        gauge("state", "1 for the state the application is in, 0 for all others.");
    for (HeartbeatSnapshot application : applications) {
      for (BeatState state : BeatState.values()) {
        Labels labels = labels(application).add("state", state.json());
        builder.dataPoint(point(application.state() == state ? 1 : 0, labels));
      }
    }
    return builder.build();
  }

  private static MetricSnapshot lastSeen(List<HeartbeatSnapshot> applications) {
    GaugeSnapshot.Builder builder =
        gauge(
            "last_seen_age_seconds",
            "Since the newest beat arrived, on a clock that does not jump.");
    for (HeartbeatSnapshot application : applications) {
      application
          .silentNanos()
          .ifPresent(nanos -> builder.dataPoint(point(nanos / NANOS, labels(application))));
    }
    return builder.build();
  }

  private static MetricSnapshot loss(List<HeartbeatSnapshot> applications) {
    GaugeSnapshot.Builder builder =
        gauge("loss_ratio", "Share of the beats that were lost on the way, 0-1, by window.");
    for (HeartbeatSnapshot application : applications) {
      application
          .minute()
          .ratio()
          .ifPresent(loss -> builder.dataPoint(windowed(application, "1m", loss)));
      application
          .hour()
          .ratio()
          .ifPresent(loss -> builder.dataPoint(windowed(application, "1h", loss)));
      application
          .day()
          .ratio()
          .ifPresent(loss -> builder.dataPoint(windowed(application, "1d", loss)));
    }
    return builder.build();
  }

  private static GaugeDataPointSnapshot windowed(
      HeartbeatSnapshot application, String window, double loss) {
    return point(loss, labels(application).add("window", window));
  }

  static List<MetricSnapshot> monitor(MonitorSnapshot monitor) {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(total("datagrams", "Datagrams received by the monitor.", monitor.datagrams()));
    all.add(
        total(
            "counted_beats",
            "Messages that counted: beats with their copies, goodbyes, starts.",
            monitor.beats()));
    all.add(rejected(monitor));
    all.add(
        total(
            "evicted_applications",
            "Applications evicted because the limit was reached.",
            monitor.evicted()));
    all.add(total("pauses", "Stalls of the monitor itself.", monitor.pauses()));
    monitor
        .kernelDrops()
        .ifPresent(
            drops -> all.add(total("kernel_drops", "Datagrams dropped by the kernel.", drops)));
    all.add(applications(monitor));
    all.add(
        GaugeSnapshot.builder()
            .name(PREFIX + "damaged_places")
            .help("Places of the state files that could not be read at the start.")
            .dataPoint(point(monitor.damage().places(), Labels.EMPTY))
            .build());
    return all;
  }

  private static MetricSnapshot rejected(MonitorSnapshot monitor) {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder()
            .name(PREFIX + "monitor_rejected")
            .help("Datagrams rejected by the monitor, by reason.");
    monitor
        .rejected()
        .forEach((reason, count) ->
            builder.dataPoint(
                new CounterDataPointSnapshot(count, Labels.of("reason", reason), null, 0)));
    return builder.build();
  }

  private static MetricSnapshot applications(MonitorSnapshot monitor) {
    GaugeSnapshot.Builder builder = gauge("applications", "Applications in each state.");
    monitor
        .states()
        .forEach((state, count) -> builder.dataPoint(point(count, Labels.of("state", state))));
    return builder.build();
  }

  private static MetricSnapshot total(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(PREFIX + "monitor_" + name)
        .help(help)
        .dataPoint(new CounterDataPointSnapshot(value, Labels.EMPTY, null, 0))
        .build();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(PREFIX + name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return new GaugeDataPointSnapshot(value, labels, null);
  }

  private static Labels labels(HeartbeatSnapshot application) {
    return Labels.of("name", application.name());
  }
}
