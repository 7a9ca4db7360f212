package io.pingdeck.metrics;

import io.pingdeck.stats.RttFigures;
import io.pingdeck.stats.SparseHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;

/// Distributions in the buckets of a Prometheus histogram: 50 µs to 26.2 s, each twice the one
/// before, as other pingers have them.
final class RttBuckets {
  private static final int BUCKETS = 20;
  private static final long FIRST_NANOS = 50_000;
  private static final double SECOND = 1e9;

  private RttBuckets() {}

  /// A value at a bound counts below it; the bounds are kept to three digits, as the distribution
  /// is.
  static ClassicHistogramBuckets of(RttFigures rtts) {
    long[] counts = new long[BUCKETS + 1];
    for (int i = 0; i < rtts.buckets().size(); i++) {
      counts[bucket(SparseHistogram.lowest(rtts.buckets().get(i)))] += rtts.counts().get(i);
    }
    return buckets(counts);
  }

  static ClassicHistogramBuckets none() {
    return buckets(new long[BUCKETS + 1]);
  }

  /// In seconds.
  static double sum(RttFigures rtts) {
    return rtts.mean() * rtts.counts().stream().mapToLong(count -> count).sum() / SECOND;
  }

  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BUCKETS && nanos > FIRST_NANOS << bucket) {
      bucket++;
    }
    return bucket;
  }

  private static ClassicHistogramBuckets buckets(long[] counts) {
    ClassicHistogramBuckets.Builder builder = ClassicHistogramBuckets.builder();
    for (int i = 0; i < BUCKETS; i++) {
      builder.bucket((FIRST_NANOS << i) / SECOND, counts[i]);
    }
    return builder.bucket(Double.POSITIVE_INFINITY, counts[BUCKETS]).build();
  }
}
