package io.pingdeck.store;

import io.pingdeck.probe.Outcome;
import io.pingdeck.stats.RttDistribution;
import io.pingdeck.stats.SparseHistogram;

/// What is kept of a span of one ping's samples: how many had which outcome, the distribution of
/// their RTTs, the worst scheduler lateness. Rollups of neighbouring spans add up exactly; only the
/// percentiles are rounded, to three significant digits.
final class Rollup {
  private static final int OUTCOMES = Outcome.values().length;

  private final long[] counts = new long[OUTCOMES];
  private RttDistribution rtts = new RttDistribution();
  private long maxLagNanos;

  static Rollup of(PingColumns samples) {
    Rollup rollup = new Rollup();
    for (int i = 0; i < samples.size; i++) {
      rollup.record(samples, i);
    }
    return rollup;
  }

  void record(PingColumns c, int i) {
    counts[c.outcomes[i]]++;
    maxLagNanos = Math.max(maxLagNanos, c.lagNanos[i]);
    if (c.outcome(i).hasRtt()) {
      rtts.record(c.rttNanos[i]);
    }
  }

  void add(Rollup other) {
    for (int i = 0; i < OUTCOMES; i++) {
      counts[i] += other.counts[i];
    }
    rtts.add(other.rtts);
    maxLagNanos = Math.max(maxLagNanos, other.maxLagNanos);
  }

  long count(Outcome outcome) {
    return counts[outcome.ordinal()];
  }

  long samples() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  RttDistribution rtts() {
    return rtts;
  }

  long maxLagNanos() {
    return maxLagNanos;
  }

  void write(VarWriter out) {
    for (long count : counts) {
      out.unsigned(count);
    }
    out.unsigned(maxLagNanos);
    SparseHistogram histogram = rtts.histogram();
    out.unsigned(histogram.buckets());
    if (histogram.buckets() == 0) {
      return;
    }
    out.unsigned(rtts.min());
    out.unsigned(rtts.max() - rtts.min());
    out.real(rtts.mean());
    out.real(rtts.squaredDistance());
    int[] last = {0};
    histogram.forEachBucket((bucket, count) -> {
      out.unsigned(bucket - last[0]);
      out.unsigned(count);
      last[0] = bucket;
    });
  }

  static Rollup read(VarReader in) {
    Rollup rollup = new Rollup();
    for (int i = 0; i < OUTCOMES; i++) {
      rollup.counts[i] = in.unsigned();
    }
    rollup.maxLagNanos = in.unsigned();
    int buckets = in.count(16);
    if (buckets > 0) {
      long min = in.unsigned();
      long max = min + in.unsigned();
      double mean = in.real();
      double squaredDistance = in.real();
      SparseHistogram histogram = new SparseHistogram();
      int bucket = 0;
      for (int i = 0; i < buckets; i++) {
        bucket += in.small();
        histogram.addBucket(bucket, in.unsigned());
      }
      rollup.rtts = RttDistribution.restore(histogram, min, max, mean, squaredDistance);
    }
    return rollup;
  }
}
