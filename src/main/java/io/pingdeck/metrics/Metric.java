package io.pingdeck.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Function;

/// A metric with the rows that it has data points of.
///
/// @param of the metric of some of the rows, without data points if they have none
record Metric<T>(Function<List<T>, MetricSnapshot> of, List<T> rows) {
  static Metric<MetricSnapshot> whole(MetricSnapshot metric) {
    return new Metric<>(List::getFirst, List.of(metric));
  }

  MetricSnapshot of(int from, int to) {
    return of.apply(rows.subList(from, to));
  }
}
