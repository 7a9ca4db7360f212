package io.pingdeck.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Function;

/// A metric and the rows that have data points in it.
///
/// @param of creates the metric for some of the rows, without data points if those have none
record Metric<T>(Function<List<T>, MetricSnapshot> of, List<T> rows) {
  static Metric<MetricSnapshot> whole(MetricSnapshot metric) {
    return new Metric<>(List::getFirst, List.of(metric));
  }

  MetricSnapshot of(int from, int to) {
    return of.apply(rows.subList(from, to));
  }
}
