package io.pingdeck.history.api;

import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.SparseHistogram;
import java.util.ArrayList;
import java.util.List;

/// A bin of an RTT histogram for drawing. There are sixteen bins per doubling.
///
/// @param fromNanos lower bound, inclusive
/// @param toNanos upper bound, exclusive
public record HistogramBin(long fromNanos, long toNanos, long count) {
  /// A histogram has 1024 buckets per doubling.
  private static final int BUCKETS_PER_BIN_BITS = 6;

  /// The non-empty bins, in ascending order.
  public static List<HistogramBin> of(RttDistribution rtts) {
    List<HistogramBin> bins = new ArrayList<>();
    rtts.histogram()
        .forEachBucket((bucket, count) -> {
          int bin = bucket >> BUCKETS_PER_BIN_BITS;
          long from = SparseHistogram.lowest(bin << BUCKETS_PER_BIN_BITS);
          long sum = count;
          if (!bins.isEmpty() && bins.getLast().fromNanos() == from) {
            sum += bins.removeLast().count();
          }
          long to = SparseHistogram.lowest(bin + 1 << BUCKETS_PER_BIN_BITS);
          bins.add(new HistogramBin(from, to, sum));
        });
    return bins;
  }
}
