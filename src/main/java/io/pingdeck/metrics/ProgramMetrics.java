package io.pingdeck.metrics;

import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.history.api.HistoryHealth;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// Metrics of the echo servers, the history and the program.
final class ProgramMetrics {
  private static final String HISTORY = "pingdeck_history_";

  private ProgramMetrics() {}

  static List<MetricSnapshot> echoServers(List<EchoSnapshot> servers) {
    CounterSnapshot.Builder drops =
        CounterSnapshot.builder()
            .name("pingdeck_echo_dropped")
            .help(
                "Requests that an echo server did not reply to, by reason; emulated ones on"
                    + " purpose.");
    for (EchoSnapshot server : servers) {
      server
          .drops()
          .forEach((reason, count) ->
              drops.dataPoint(
                  new CounterDataPointSnapshot(
                      count, labels(server).add("reason", reason), null, 0)));
    }
    return List.of(
        echoCounter(
            "received", "Requests received by an echo server.", servers, EchoSnapshot::received),
        echoCounter("replied", "Replies sent by an echo server.", servers, EchoSnapshot::replied),
        drops.build());
  }

  private static MetricSnapshot echoCounter(
      String name, String help, List<EchoSnapshot> servers, ToLongFunction<EchoSnapshot> value) {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder().name("pingdeck_echo_" + name).help(help);
    for (EchoSnapshot server : servers) {
      builder.dataPoint(
          new CounterDataPointSnapshot(value.applyAsLong(server), labels(server), null, 0));
    }
    return builder.build();
  }

  private static Labels labels(EchoSnapshot server) {
    return Labels.of("server", server.id().toString());
  }

  static List<MetricSnapshot> history(HistoryHealth health) {
    return List.of(
        counter("written", "Samples on the disk.", health.written()),
        counter(
            "dropped", "Samples dropped because the queue to the disk was full.", health.dropped()),
        gauge(HISTORY + "queued_samples", "Samples that wait for the disk.", health.queued()),
        gauge(HISTORY + "bytes", "Bytes used on disk.", health.bytes()),
        gauge(HISTORY + "free_bytes", "Bytes that may still be used.", health.freeBytes()),
        gauge(
            HISTORY + "damaged_places",
            "Damaged records that could not be read.",
            health.damaged()),
        gauge(
            HISTORY + "recording",
            "1 while samples reach the disk, otherwise 0.",
            health.state() == HistoryHealth.State.RECORDING ? 1 : 0));
  }

  static MetricSnapshot alerts(Map<String, Integer> states) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("pingdeck_alerts")
            .help("Rules for pings and heartbeats, by the state of the alert.");
    new TreeMap<>(states)
        .forEach((state, count) ->
            gauge.dataPoint(new GaugeDataPointSnapshot(count, Labels.of("state", state), null)));
    return gauge.build();
  }

  /// @param told number of pings with their own series
  static List<MetricSnapshot> pings(int total, int told) {
    return List.of(
        gauge("pingdeck_pings", "Pings there are, running or ended.", total),
        gauge(
            "pingdeck_pings_left_out",
            "Pings without series of their own here; /metrics?pings=N allows more.",
            total - told));
  }

  static MetricSnapshot build(String version) {
    return InfoSnapshot.builder()
        .name("pingdeck_build")
        .help("Version of Pingdeck.")
        .dataPoint(new InfoDataPointSnapshot(Labels.of("version", version)))
        .build();
  }

  private static MetricSnapshot counter(String name, String help, double value) {
    return CounterSnapshot.builder()
        .name(HISTORY + name + "_samples")
        .help(help)
        .dataPoint(new CounterDataPointSnapshot(value, Labels.EMPTY, null, 0))
        .build();
  }

  private static MetricSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(new GaugeDataPointSnapshot(value, Labels.EMPTY, null))
        .build();
  }
}
