package io.pingdeck.stats.rtt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/// The distribution of RTTs, in nanoseconds. Extremes, mean and standard deviation are exact: they
/// are computed from sums that do not overflow, cancel or depend on the order. Percentiles have
/// three significant digits. Distributions of several spans or series can be added. Not
/// thread-safe.
public final class RttDistribution {
  private final SparseHistogram histogram;
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long min = Long.MAX_VALUE;
  private long max;

  public RttDistribution() {
    this(new SparseHistogram());
  }

  /// @param room initial capacity in buckets
  RttDistribution(int room) {
    this(new SparseHistogram(room));
  }

  private RttDistribution(SparseHistogram histogram) {
    this.histogram = histogram;
  }

  /// Restores a distribution from its figures, as exactly as they describe it.
  ///
  /// @param histogram at least one value; the distribution takes ownership
  public static RttDistribution restore(
      SparseHistogram histogram, long min, long max, double mean, double squaredDistance) {
    BigDecimal count = BigDecimal.valueOf(histogram.total());
    BigDecimal sum = whole(new BigDecimal(mean).multiply(count));
    BigDecimal square = sum.multiply(sum).divide(count, MathContext.DECIMAL128);
    BigDecimal squares = whole(square.add(new BigDecimal(squaredDistance)));
    RttDistribution restored = new RttDistribution(histogram);
    restored.sum.set(sum.toBigIntegerExact());
    restored.squares.set(squares.toBigIntegerExact());
    restored.min = min;
    restored.max = max;
    return restored;
  }

  /// Replaces the contents with these figures; the histogram's counts must follow.
  void restart(long newMin, long newMax, BigInteger newSum, BigInteger newSquares) {
    histogram.clear();
    sum.set(newSum);
    squares.set(newSquares);
    min = newMin;
    max = newMax;
  }

  /// Clears the contents and keeps the buffers.
  void clear() {
    restart(Long.MAX_VALUE, 0, BigInteger.ZERO, BigInteger.ZERO);
  }

  private static BigDecimal whole(BigDecimal value) {
    return value.setScale(0, RoundingMode.HALF_EVEN);
  }

  public void record(long rttNanos) {
    histogram.record(rttNanos);
    sum.add(rttNanos);
    squares.addSquare(rttNanos);
    min = Math.min(min, rttNanos);
    max = Math.max(max, rttNanos);
  }

  /// Adds everything the other has recorded.
  public void add(RttDistribution other) {
    histogram.add(other.histogram);
    sum.add(other.sum);
    squares.add(other.squares);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  public Optional<RttSummary> summary() {
    long count = histogram.total();
    if (count == 0) {
      return Optional.empty();
    }
    long[] at = histogram.percentiles(5, 25, 75, 90, 95, 99, 99.9);
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.clamp(at[i], min, max);
    }
    return Optional.of(
        new RttSummary(
            count, min, mean(), at[0], at[1], median(), at[2], at[3], at[4], at[5], at[6], max,
            stddev()));
  }

  /// Number of RTTs; the following figures are undefined while it is 0.
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
    return Math.clamp(sum.value() / count(), (double) min, (double) max);
  }

  /// Standard deviation of the population.
  public double stddev() {
    return Math.sqrt(squaredDistance() / count());
  }

  /// The sum of the squared distances from the mean. With count and mean it determines the sum
  /// (`mean * count`) and the sum of squares (`this + mean * mean * count`).
  public double squaredDistance() {
    BigInteger count = BigInteger.valueOf(count());
    BigInteger exactSum = sum.exact();
    BigInteger scaled = squares.exact().multiply(count).subtract(exactSum.multiply(exactSum));
    return scaled.doubleValue() / count();
  }

  /// The middle value, or the mean of the two middle values if their number is even. In that case
  /// the median differs from the 50th percentile (RFC 2330 section 11.3).
  public long median() {
    long count = count();
    long lower = Math.clamp(histogram.atRank((count + 1) / 2), min, max);
    long upper = Math.clamp(histogram.atRank(count / 2 + 1), min, max);
    return lower + (upper - lower) / 2;
  }

  BigInteger exactSum() {
    return sum.exact();
  }

  BigInteger exactSquares() {
    return squares.exact();
  }

  public SparseHistogram histogram() {
    return histogram;
  }
}
