package io.pingdeck.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// All metrics in a Prometheus text format (text 0.0.4 or OpenMetrics, as the client accepts).
public final class Exposition {
  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  private final ExpositionFormatWriter writer;

  /// @param accept the request's Accept header; empty if there is none
  public Exposition(String accept) {
    ExpositionFormatWriter wanted = FORMATS.findWriter(accept);
    // Protobuf is not supported: it needs another library.
    writer =
        wanted.getContentType().contains("text") ? wanted : FORMATS.getPrometheusTextFormatWriter();
  }

  public String contentType() {
    return writer.getContentType();
  }

  /// The text in portions, each generated lazily: with a hundred thousand pings the whole would be
  /// hundreds of megabytes.
  public Iterator<byte[]> portions(Figures figures) {
    List<Metric<?>> all = new ArrayList<>();
    all.add(Metric.whole(ProgramMetrics.build(figures.version())));
    ProgramMetrics.pings(figures.total(), figures.pings().size())
        .forEach(metric -> all.add(Metric.whole(metric)));
    PingMetrics.all().forEach(metric -> all.add(new Metric<>(metric, figures.pings())));
    ProgramMetrics.echoServers(figures.echoServers())
        .forEach(metric -> all.add(Metric.whole(metric)));
    HeartbeatMetrics.all().forEach(metric -> all.add(new Metric<>(metric, figures.applications())));
    HeartbeatMetrics.monitor(figures.monitor()).forEach(metric -> all.add(Metric.whole(metric)));
    ProgramMetrics.history(figures.history()).forEach(metric -> all.add(Metric.whole(metric)));
    all.add(Metric.whole(ProgramMetrics.alerts(figures.alerts())));
    return new ExpositionPortions(this, all);
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
