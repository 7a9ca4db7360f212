package io.pingdeck.metrics;

import io.pingdeck.stats.rtt.RttFigures;
import io.pingdeck.stats.rtt.SparseHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;

/// A distribution in the buckets of a Prometheus histogram: 50 µs to 26.2 s, each twice the
/// previous, as other pingers use them.
public final class RttBuckets {
  private static final int BUCKETS = 20;
  private static final long FIRST_NANOS = 50_000;
  private static final double SECOND = 1e9;

  static final RttBuckets NONE = new RttBuckets(new long[BUCKETS + 1], 0);

  private final long[] counts;
  private final double seconds;

  private RttBuckets(long[] counts, double seconds) {
    this.counts = counts;
    this.seconds = seconds;
  }

  /// A value equal to a bound counts in the bucket below it. Bounds are compared with three digits,
  /// the precision of the distribution.
  static RttBuckets of(RttFigures rtts) {
    long[] counts = new long[BUCKETS + 1];
    long all = 0;
    for (int i = 0; i < rtts.buckets().size(); i++) {
      long count = rtts.counts().get(i);
      counts[bucket(SparseHistogram.lowest(rtts.buckets().get(i)))] += count;
      all += count;
    }
    return new RttBuckets(counts, rtts.mean() * all / SECOND);
  }

  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BUCKETS && nanos > FIRST_NANOS << bucket) {
      bucket++;
    }
    return bucket;
  }

  /// Sum of all RTTs, in seconds.
  double sum() {
    return seconds;
  }

  ClassicHistogramBuckets classic() {
    ClassicHistogramBuckets.Builder builder = ClassicHistogramBuckets.builder();
    for (int i = 0; i < BUCKETS; i++) {
      builder.bucket((FIRST_NANOS << i) / SECOND, counts[i]);
    }
    return builder.bucket(Double.POSITIVE_INFINITY, counts[BUCKETS]).build();
  }
}
