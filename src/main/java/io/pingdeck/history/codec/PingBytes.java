package io.pingdeck.history.codec;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.SparseHistogram;

/// Encodes counters and distributions in the numbers of [VarWriter].
public final class PingBytes {
  private PingBytes() {}

  public static void write(PingCounters c, VarWriter out) {
    for (long column : c.row()) {
      out.unsigned(column);
    }
  }

  public static PingCounters counters(VarReader in) {
    long[] columns = new long[PingCounters.COLUMNS];
    // An older version wrote fewer of them.
    for (int i = 0; i < columns.length && in.hasMore(); i++) {
      columns[i] = in.unsigned();
    }
    return PingCounters.read(columns, 0);
  }

  /// Writes the number of buckets. If it is not 0, the extremes, mean and spread follow, then per
  /// bucket the distance from the previous bucket and its count.
  public static void write(RttDistribution rtts, VarWriter out) {
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

  /// @throws IndexOutOfBoundsException if the bytes are not the output of [#write]
  public static RttDistribution rtts(VarReader in) {
    try {
      return readRtts(in);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw notWritten(e);
    }
  }

  /// The exception for numbers that this program did not write.
  static IndexOutOfBoundsException notWritten(RuntimeException cause) {
    IndexOutOfBoundsException refusal = new IndexOutOfBoundsException(cause.getMessage());
    refusal.initCause(cause);
    return refusal;
  }

  private static RttDistribution readRtts(VarReader in) {
    int buckets = in.count(16);
    if (buckets == 0) {
      return new RttDistribution();
    }
    long min = in.unsigned();
    long max = min + in.unsigned();
    double mean = in.real();
    double squaredDistance = in.real();
    SparseHistogram histogram = new SparseHistogram(buckets);
    int bucket = 0;
    for (int i = 0; i < buckets; i++) {
      bucket += in.small();
      histogram.addBucket(bucket, in.unsigned());
    }
    return RttDistribution.restore(histogram, min, max, mean, squaredDistance);
  }
}
