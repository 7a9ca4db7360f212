package io.pingdeck.metrics;

import io.pingdeck.echo.EchoSnapshot;
import io.pingdeck.stats.PingRtts;
import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.store.HistoryHealth;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Everything as text in a format of Prometheus' (text 0.0.4 or OpenMetrics, as the reader
/// accepts).
public final class Exposition {
  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  private final ExpositionFormatWriter writer;

  /// @param accept the request's Accept header, empty if there is none
  public Exposition(String accept) {
    ExpositionFormatWriter wanted = FORMATS.findWriter(accept);
    // Not protobuf: it needs a library of its own.
    writer =
        wanted.getContentType().contains("text") ? wanted : FORMATS.getPrometheusTextFormatWriter();
  }

  public String contentType() {
    return writer.getContentType();
  }

  /// @param pings those that are told of one by one
  /// @param total how many pings there are
  /// @param rtts of the pings that have any
  public byte[] write(
      String version,
      List<PingSnapshot> pings,
      int total,
      List<PingRtts> rtts,
      List<EchoSnapshot> echoServers,
      HistoryHealth history) {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(ProgramMetrics.build(version));
    all.addAll(ProgramMetrics.pings(total, pings.size()));
    all.addAll(new PingMetrics(pings, rtts).all());
    all.addAll(ProgramMetrics.echoServers(echoServers));
    all.addAll(ProgramMetrics.history(history));
    return write(new MetricSnapshots(all));
  }

  public byte[] write(MetricSnapshots metrics) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
