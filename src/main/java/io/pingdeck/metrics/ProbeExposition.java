package io.pingdeck.metrics;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.HttpDetails;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsDetails;
import io.pingdeck.ping.target.Protocol;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The result of one probe, with the metric names of blackbox_exporter, so that its scrape
/// configurations and dashboards work. As in blackbox_exporter, a failed probe also has the metrics
/// of its protocol.
public final class ProbeExposition {
  private static final double SECOND = 1e9;
  private static final int FNV_BASIS = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private final ProbeReport report;
  private final List<MetricSnapshot> all = new ArrayList<>();

  private ProbeExposition(ProbeReport report) {
    this.report = requireNonNull(report, "report");
  }

  public static MetricSnapshots of(ProbeReport report) {
    return new ProbeExposition(report).write();
  }

  private MetricSnapshots write() {
    add("probe_success", "1 if the expected reply came in time.", report.succeeded() ? 1 : 0);
    add(
        "probe_duration_seconds",
        "How long the probe took in all.",
        seconds(report.durationNanos()));
    report
        .resolveNanos()
        .ifPresent(nanos ->
            add(
                "probe_dns_lookup_time_seconds",
                "How long it took to find the address, or to find that there is none.",
                seconds(nanos)));
    add(
        "probe_ip_protocol",
        "The version of IP, 4 or 6; 0 without an address.",
        report.address().map(address -> address.isIpv4() ? 4 : 6).orElse(0));
    add(
        "probe_ip_addr_hash",
        "A hash (FNV-1a, 32 bits) of the address, which changes with it; 0 without an address.",
        report.address().map(ProbeExposition::hash).orElse(0L));
    if (!report.succeeded()) {
      all.add(reason());
    }
    switch (report.protocol()) {
      case ICMP -> icmp();
      case HTTP, HTTPS -> http();
      case DNS -> dns();
      case UDP -> {}
      case SMTP -> smtp();
      default -> regex();
    }
    if (report.protocol() != Protocol.ICMP) {
      rtt().ifPresent(nanos -> add("probe_rtt_seconds", "The round trip alone.", seconds(nanos)));
    }
    return new MetricSnapshots(all);
  }

  private MetricSnapshot reason() {
    return InfoSnapshot.builder()
        .name("pingdeck_probe_failure")
        .help("Why the probe failed.")
        .dataPoint(new InfoDataPointSnapshot(Labels.of("reason", report.reason())))
        .build();
  }

  private void icmp() {
    phases(
        "probe_icmp_duration_seconds",
        phase("resolve", report.resolveNanos().orElse(0)),
        phase("setup", 0),
        phase("rtt", rtt().orElse(0)));
    report
        .sample()
        .filter(sample -> sample.hopLimit() > 0)
        .ifPresent(sample ->
            add("probe_icmp_reply_hop_limit", "TTL or hop limit of the reply.", sample.hopLimit()));
  }

  private void http() {
    Optional<Response.Http> answer =
        answer().filter(Response.Http.class::isInstance).map(Response.Http.class::cast);
    answer().ifPresent(this::expiry);
    regex();
    add(
        "probe_http_status_code",
        "The status of the last response, 0 if there was none.",
        answer.map(Response.Http::status).orElse(0));
    add(
        "probe_http_redirects",
        "How many redirects were followed.",
        answer.map(Response.Http::redirects).orElse(0));
    add(
        "probe_http_ssl",
        "1 if the last response came through TLS.",
        answer.filter(http -> http.certificateExpiry().isPresent()).isPresent() ? 1 : 0);
    details(answer.flatMap(Response.Http::details));
    phases("probe_http_duration_seconds", answer.map(this::phases).orElseGet(this::noPhases));
  }

  private void details(Optional<HttpDetails> details) {
    add(
        "probe_http_version",
        "The version of HTTP in the last response, 0 if there was none.",
        details.map(HttpDetails::version).map(Double::parseDouble).orElse(0.0));
    add(
        "probe_http_content_length",
        "Content-Length of the last response in bytes; -1 if absent, 0 if there" + " was none.",
        details.map(told -> told.contentLength().orElse(-1)).orElse(0L));
    add(
        "probe_http_uncompressed_body_length",
        "Bytes of body that came with the last response.",
        details.map(HttpDetails::bodyBytes).orElse(0L));
    details
        .flatMap(HttpDetails::lastModified)
        .ifPresent(at ->
            add(
                "probe_http_last_modified_timestamp_seconds",
                "Last-Modified of the last response, in seconds since 1970.",
                at.getEpochSecond()));
    details.flatMap(HttpDetails::tls).ifPresent(this::tls);
  }

  private void tls(TlsDetails tls) {
    all.add(
        InfoSnapshot.builder()
            .name("probe_tls_version")
            .help("The version of TLS that the answer came through.")
            .dataPoint(new InfoDataPointSnapshot(Labels.of("version", tls.version())))
            .build());
  }

  private GaugeDataPointSnapshot[] phases(Response.Http http) {
    long tls = http.tlsNanos().orElse(0);
    long transfer = http.totalNanos() - http.connectNanos() - tls - http.firstByteNanos();
    return phases(http.connectNanos(), tls, http.firstByteNanos(), Math.max(0, transfer));
  }

  private GaugeDataPointSnapshot[] noPhases() {
    return phases(0, 0, 0, 0);
  }

  private GaugeDataPointSnapshot[] phases(long connect, long tls, long processing, long transfer) {
    return new GaugeDataPointSnapshot[] {
      phase("resolve", report.resolveNanos().orElse(0)),
      phase("connect", connect),
      phase("tls", tls),
      phase("processing", processing),
      phase("transfer", transfer)
    };
  }

  private void dns() {
    Optional<Response.Dns> answer =
        answer().filter(Response.Dns.class::isInstance).map(Response.Dns.class::cast);
    add(
        "probe_dns_query_succeeded",
        "1 if there was a response, whatever it says.",
        answer.isPresent() ? 1 : 0);
    add(
        "probe_dns_answer_rrs",
        "Records in the answer; 0 if there was none.",
        answer.map(Response.Dns::answers).orElse(0));
    add(
        "probe_dns_authority_rrs",
        "Records in the authority section; 0 if there was no response.",
        answer.map(Response.Dns::authorities).orElse(0));
    add(
        "probe_dns_additional_rrs",
        "Records in the additional section; 0 if there was no response.",
        answer.map(Response.Dns::additionals).orElse(0));
    OptionalLong request = rtt();
    if (request.isEmpty() && answer.isPresent()) {
      request = answer.get().afterNanos();
    }
    phases(
        "probe_dns_duration_seconds",
        phase("resolve", report.resolveNanos().orElse(0)),
        phase("connect", 0),
        phase("request", request.orElse(0)));
  }

  private void smtp() {
    answer().ifPresent(this::expiry);
    answer()
        .filter(Response.Smtp.class::isInstance)
        .map(Response.Smtp.class::cast)
        .flatMap(Response.Smtp::tls)
        .ifPresent(this::tls);
    regex();
  }

  private void regex() {
    add(
        "probe_failed_due_to_regex",
        "1 if the server did not send the expected reply.",
        report.failedDueToRegex() ? 1 : 0);
  }

  private void expiry(Response answer) {
    Optional<Instant> expiry =
        switch (answer) {
          case Response.Http http ->
              http.details()
                  .flatMap(HttpDetails::tls)
                  .map(TlsDetails::earliestExpiry)
                  .or(http::certificateExpiry);
          case Response.Tls tls -> tls.certificateExpiry();
          case Response.Smtp smtp -> smtp.tls().map(TlsDetails::earliestExpiry);
          default -> Optional.empty();
        };
    expiry.ifPresent(at ->
        add(
            "probe_ssl_earliest_cert_expiry",
            "Earliest expiry of the presented certificates, in seconds since 1970.",
            at.getEpochSecond()));
  }

  private Optional<Response> answer() {
    return report.sample().flatMap(Sample::answer);
  }

  private OptionalLong rtt() {
    return report.sample().map(Sample::rttNanos).orElse(OptionalLong.empty());
  }

  /// Hash of the address's 4 or 16 bytes, as in blackbox_exporter.
  private static long hash(Endpoint address) {
    int hash = FNV_BASIS;
    for (byte octet : address.address().getAddress()) {
      hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
    }
    return Integer.toUnsignedLong(hash);
  }

  private static GaugeDataPointSnapshot phase(String name, long nanos) {
    return new GaugeDataPointSnapshot(seconds(nanos), Labels.of("phase", name), null);
  }

  private static double seconds(long nanos) {
    return nanos / SECOND;
  }

  private void phases(String name, GaugeDataPointSnapshot... phases) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder().name(name).help("Duration of each phase; 0 if not reached.");
    for (GaugeDataPointSnapshot phase : phases) {
      gauge.dataPoint(phase);
    }
    all.add(gauge.build());
  }

  private void add(String name, String help, double value) {
    all.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(new GaugeDataPointSnapshot(value, Labels.EMPTY, null))
            .build());
  }
}
