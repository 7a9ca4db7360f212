package io.pingdeck.stats;

import java.util.Optional;

/// The distribution of RTTs, in nanoseconds: exact extremes, mean and standard deviation by
/// Welford's method (no sums that overflow or cancel), percentiles to three significant digits.
final class RttDistribution {
  private final SparseHistogram histogram = new SparseHistogram();
  private long min = Long.MAX_VALUE;
  private long max;
  private double mean;
  private double squaredDistance;

  void record(long rttNanos) {
    histogram.record(rttNanos);
    min = Math.min(min, rttNanos);
    max = Math.max(max, rttNanos);
    double distance = rttNanos - mean;
    mean += distance / histogram.total();
    squaredDistance += distance * (rttNanos - mean);
  }

  Optional<RttSummary> summary() {
    long count = histogram.total();
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RttSummary(
            count,
            min,
            Math.clamp(mean, (double) min, (double) max),
            percentile(50),
            percentile(95),
            percentile(99),
            max,
            Math.sqrt(squaredDistance / count)));
  }

  private long percentile(double percent) {
    return Math.clamp(histogram.percentile(percent), min, max);
  }
}
