package io.pingdeck.stats;

import java.util.Optional;

/// The distribution of RTTs, in nanoseconds: exact extremes, mean and standard deviation by
/// Welford's method (no sums that overflow or cancel), percentiles to three significant digits.
/// Distributions of several spans or series can be added up. Not thread-safe.
public final class RttDistribution {
  private final SparseHistogram histogram;
  private long min = Long.MAX_VALUE;
  private long max;
  private double mean;
  private double squaredDistance;

  public RttDistribution() {
    histogram = new SparseHistogram();
  }

  private RttDistribution(
      SparseHistogram histogram, long min, long max, double mean, double squaredDistance) {
    this.histogram = histogram;
    this.min = min;
    this.max = max;
    this.mean = mean;
    this.squaredDistance = squaredDistance;
  }

  /// A distribution as it was when these figures were taken from it.
  ///
  /// @param histogram at least one value; the distribution keeps it
  public static RttDistribution restore(
      SparseHistogram histogram, long min, long max, double mean, double squaredDistance) {
    return new RttDistribution(histogram, min, max, mean, squaredDistance);
  }

  public void record(long rttNanos) {
    histogram.record(rttNanos);
    min = Math.min(min, rttNanos);
    max = Math.max(max, rttNanos);
    double distance = rttNanos - mean;
    mean += distance / histogram.total();
    squaredDistance += distance * (rttNanos - mean);
  }

  /// Takes in everything the other has recorded.
  public void add(RttDistribution other) {
    if (other.count() == 0) {
      return;
    }
    // The pairwise form of Welford's method (Chan, Golub, LeVeque 1979).
    double distance = other.mean - mean;
    double share = (double) other.count() / (count() + other.count());
    squaredDistance += other.squaredDistance + distance * distance * count() * share;
    mean += distance * share;
    histogram.add(other.histogram);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  public Optional<RttSummary> summary() {
    long count = histogram.total();
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RttSummary(
            count,
            min,
            mean(),
            percentile(50),
            percentile(95),
            percentile(99),
            max,
            Math.sqrt(squaredDistance / count)));
  }

  /// How many RTTs were recorded; nothing below is defined as long as there is none.
  public long count() {
    return histogram.total();
  }

  public long min() {
    return min;
  }

  public long max() {
    return max;
  }

  public double mean() {
    return Math.clamp(mean, (double) min, (double) max);
  }

  /// The sum of the squared distances from the mean. With count and mean it stands for the sum
  /// (`mean * count`) and the sum of squares (`this + mean * mean * count`), and unlike these it
  /// neither overflows nor cancels.
  public double squaredDistance() {
    return squaredDistance;
  }

  /// @param percent above 0, up to 100
  public long percentile(double percent) {
    return Math.clamp(histogram.percentile(percent), min, max);
  }

  public SparseHistogram histogram() {
    return histogram;
  }
}
