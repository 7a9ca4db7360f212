package io.pingdeck.metrics;

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

  public byte[] write(Figures figures) {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(ProgramMetrics.build(figures.version()));
    all.addAll(ProgramMetrics.pings(figures.total(), figures.pings().size()));
    all.addAll(new PingMetrics(figures.pings(), figures.rtts()).all());
    all.addAll(ProgramMetrics.echoServers(figures.echoServers()));
    all.addAll(new HeartbeatMetrics(figures.applications(), figures.monitor()).all());
    all.addAll(ProgramMetrics.history(figures.history()));
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
