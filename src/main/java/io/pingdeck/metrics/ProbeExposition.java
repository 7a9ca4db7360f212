package io.pingdeck.metrics;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.Answer;
import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.Protocol;
import io.pingdeck.probe.Sample;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One probe under the names that blackbox_exporter gives it, so that scrape configurations and
/// dashboards made for that one work.
public final class ProbeExposition {
  private static final double SECOND = 1e9;

  private ProbeExposition() {}

  /// @param address where the probe went
  /// @param durationNanos from the question to the answer
  public static MetricSnapshots of(
      Protocol protocol, Endpoint address, long resolveNanos, long durationNanos, Sample sample) {
    requireNonNull(sample, "sample");
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(success(sample.outcome() == Outcome.REPLY ? 1 : 0));
    all.add(duration(durationNanos));
    all.add(
        gauge(
            "probe_dns_lookup_time_seconds",
            "How long it took to find the address.",
            resolveNanos / SECOND));
    all.add(gauge("probe_ip_protocol", "The version of IP, 4 or 6.", address.isIpv4() ? 4 : 6));
    double rtt = sample.rttNanos().orElse(0) / SECOND;
    if (protocol == Protocol.ICMP) {
      all.add(phases(resolveNanos / SECOND, rtt));
      if (sample.hopLimit() > 0) {
        all.add(
            gauge(
                "probe_icmp_reply_hop_limit", "TTL or hop limit of the reply.", sample.hopLimit()));
      }
    } else if (sample.rttNanos().isPresent()) {
      all.add(gauge("probe_rtt_seconds", "The round trip alone.", rtt));
    }
    sample.answer().ifPresent(answer -> all.addAll(answered(answer, resolveNanos)));
    return new MetricSnapshots(all);
  }

  private static List<MetricSnapshot> answered(Answer answer, long resolveNanos) {
    return switch (answer) {
      case Answer.Http http -> http(http, resolveNanos);
      case Answer.Tls tls -> expiry(tls.certificateExpiry());
      case Answer.Dns dns ->
          List.of(gauge("probe_dns_answer_rrs", "Records in the answer.", dns.answers()));
      case Answer.Banner _, Answer.Malformed _, Answer.From _ -> List.of();
    };
  }

  private static List<MetricSnapshot> http(Answer.Http http, long resolveNanos) {
    long tls = http.tlsNanos().orElse(0);
    long transfer = http.totalNanos() - http.connectNanos() - tls - http.firstByteNanos();
    List<MetricSnapshot> all = new ArrayList<>(expiry(http.certificateExpiry()));
    all.add(gauge("probe_http_status_code", "The response's status.", http.status()));
    all.add(gauge("probe_http_ssl", "Whether TLS was used.", http.tlsNanos().isPresent() ? 1 : 0));
    all.add(
        GaugeSnapshot.builder()
            .name("probe_http_duration_seconds")
            .help("How long each phase took.")
            .dataPoint(phase("resolve", resolveNanos))
            .dataPoint(phase("connect", http.connectNanos()))
            .dataPoint(phase("tls", tls))
            .dataPoint(phase("processing", http.firstByteNanos()))
            .dataPoint(phase("transfer", Math.max(0, transfer)))
            .build());
    return all;
  }

  private static List<MetricSnapshot> expiry(Optional<Instant> certificate) {
    return certificate.stream()
        .map(at ->
            gauge(
                "probe_ssl_earliest_cert_expiry",
                "When the server's certificate runs out, in seconds since 1970.",
                at.getEpochSecond()))
        .toList();
  }

  private static GaugeDataPointSnapshot phase(String name, long nanos) {
    return new GaugeDataPointSnapshot(nanos / SECOND, Labels.of("phase", name), null);
  }

  /// The target has no address, or may not be probed.
  public static MetricSnapshots failed(long durationNanos) {
    return new MetricSnapshots(success(0), duration(durationNanos));
  }

  private static MetricSnapshot success(int value) {
    return gauge("probe_success", "Whether there was a reply in time.", value);
  }

  private static MetricSnapshot duration(long nanos) {
    return gauge("probe_duration_seconds", "How long the probe took in all.", nanos / SECOND);
  }

  private static MetricSnapshot phases(double resolve, double rtt) {
    return GaugeSnapshot.builder()
        .name("probe_icmp_duration_seconds")
        .help("How long each phase took.")
        .dataPoint(new GaugeDataPointSnapshot(resolve, Labels.of("phase", "resolve"), null))
        .dataPoint(new GaugeDataPointSnapshot(0, Labels.of("phase", "setup"), null))
        .dataPoint(new GaugeDataPointSnapshot(rtt, Labels.of("phase", "rtt"), null))
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
