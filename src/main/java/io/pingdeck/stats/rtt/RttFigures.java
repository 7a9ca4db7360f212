package io.pingdeck.stats.rtt;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// An [RttDistribution] at one instant, for transfer and storage, without loss of information.
/// Exists only if there is at least one RTT.
///
/// @param buckets non-empty buckets of the histogram, in ascending order
/// @param counts one for each of `buckets`
public record RttFigures(
    long min,
    long max,
    double mean,
    double squaredDistance,
    List<Integer> buckets,
    List<Long> counts) {
  public RttFigures {
    buckets = List.copyOf(buckets);
    counts = List.copyOf(counts);
    if (buckets.isEmpty() || buckets.size() != counts.size()) {
      throw new IllegalArgumentException(buckets.size() + " buckets, " + counts.size() + " counts");
    }
  }

  /// @param rtts at least one
  public static RttFigures of(RttDistribution rtts) {
    requireNonNull(rtts, "rtts");
    List<Integer> buckets = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    rtts.histogram()
        .forEachBucket((bucket, count) -> {
          buckets.add(bucket);
          counts.add(count);
        });
    return new RttFigures(
        rtts.min(), rtts.max(), rtts.mean(), rtts.squaredDistance(), buckets, counts);
  }

  public RttDistribution distribution() {
    SparseHistogram histogram = new SparseHistogram();
    for (int i = 0; i < buckets.size(); i++) {
      histogram.addBucket(buckets.get(i), counts.get(i));
    }
    return RttDistribution.restore(histogram, min, max, mean, squaredDistance);
  }
}
