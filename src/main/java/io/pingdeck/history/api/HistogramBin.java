package io.pingdeck.history.api;

import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.SparseHistogram;
import java.util.ArrayList;
import java.util.List;

/// How many RTTs lie in a stretch of the scale, for drawing: sixteen bins cover each doubling.
///
/// @param fromNanos the shortest RTT of the bin
/// @param toNanos the first that is too long
public record HistogramBin(long fromNanos, long toNanos, long count) {
  /// A histogram has 1024 buckets for each doubling.
  private static final int BUCKETS_PER_BIN_BITS = 6;

  /// The bins that hold something, in ascending order.
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
