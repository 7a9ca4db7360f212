package io.pingdeck.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// Generates an exposition in portions. The formats require all data points of a metric to be
/// together, below one header (the lines that start with `#`). Metrics therefore follow each other,
/// each in portions of its rows.
final class ExpositionPortions implements Iterator<byte[]> {
  /// Approximate size of a portion.
  private static final int BYTES = 64 * 1024;

  private static final int ROWS = 50;

  private final Exposition exposition;
  private final Iterator<Metric<?>> metrics;
  private final byte[] end;
  private Metric<?> metric;
  private int nextRow;
  private boolean hasHead;
  private boolean ended;

  ExpositionPortions(Exposition exposition, List<Metric<?>> metrics) {
    this.exposition = exposition;
    this.metrics = metrics.iterator();
    this.metric = this.metrics.next();
    end = exposition.write(new MetricSnapshots());
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public byte[] next() {
    if (ended) {
      throw new NoSuchElementException();
    }
    ByteArrayOutputStream portion = new ByteArrayOutputStream(2 * BYTES);
    while (!ended && portion.size() < BYTES) {
      if (nextRow < metric.rows().size()) {
        writeRows(portion);
      } else if (metrics.hasNext()) {
        metric = metrics.next();
        nextRow = 0;
        hasHead = false;
      } else {
        portion.writeBytes(end);
        ended = true;
      }
    }
    return portion.toByteArray();
  }

  private void writeRows(ByteArrayOutputStream portion) {
    int to = Math.min(nextRow + ROWS, metric.rows().size());
    byte[] text = exposition.write(new MetricSnapshots(metric.of(nextRow, to)));
    nextRow = to;
    int length = text.length - end.length;
    if (length > 0) {
      int from = hasHead ? afterHead(text) : 0;
      portion.write(text, from, length - from);
      hasHead = true;
    }
  }

  private static int afterHead(byte[] text) {
    int at = 0;
    while (text[at] == '#') {
      while (text[at++] != '\n') {
        // skip to the end of the line
      }
    }
    return at;
  }
}
