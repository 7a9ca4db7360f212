package io.pingdeck.stats.rtt;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import java.math.BigInteger;

/// An exact encoding of a distribution in about three bytes per bucket: extremes, sums, then for
/// each bucket the difference to the previous one and its count.
final class RttBytes {
  private static final int SHORTEST_BUCKET = 2;

  /// Per-thread scratch space for bytes of unknown length.
  private static final ThreadLocal<VarWriter> DRAFT = ThreadLocal.withInitial(VarWriter::new);

  private RttBytes() {}

  /// @param rtts at least one
  /// @return a draft, valid until this thread makes another
  static VarWriter pack(RttDistribution rtts) {
    SparseHistogram histogram = rtts.histogram();
    VarWriter out = draft(rtts.min(), rtts.max(), rtts.exactSum(), rtts.exactSquares());
    int last = 0;
    for (int i = 0; i < histogram.buckets(); i++) {
      out.unsigned(histogram.bucket(i) - last);
      out.unsigned(histogram.count(i));
      last = histogram.bucket(i);
    }
    return out;
  }

  /// Adds RTTs to a packed distribution.
  ///
  /// @param size number of valid bytes in `packed`
  /// @param rtts at least one
  /// @return a draft, valid until this thread makes another
  static VarWriter add(byte[] packed, int size, RttDistribution rtts) {
    SparseHistogram histogram = rtts.histogram();
    VarReader in = new VarReader(packed, 0, size);
    VarWriter out =
        draft(
            Math.min(in.unsigned(), rtts.min()),
            Math.max(in.unsigned(), rtts.max()),
            in.integer().add(rtts.exactSum()),
            in.integer().add(rtts.exactSquares()));
    int last = 0;
    int here = nextBucket(in, 0);
    int i = 0;
    while (here != Integer.MAX_VALUE || i < histogram.buckets()) {
      int there = i < histogram.buckets() ? histogram.bucket(i) : Integer.MAX_VALUE;
      int bucket = Math.min(here, there);
      long count = there == bucket ? histogram.count(i++) : 0;
      if (here == bucket) {
        count += in.unsigned();
        here = nextBucket(in, here);
      }
      out.unsigned(bucket - last);
      out.unsigned(count);
      last = bucket;
    }
    return out;
  }

  static RttDistribution unpack(byte[] packed, int size) {
    RttDistribution rtts = new RttDistribution(size / SHORTEST_BUCKET);
    unpack(packed, size, rtts);
    return rtts;
  }

  /// @param into is overwritten
  static void unpack(byte[] packed, int size, RttDistribution into) {
    VarReader in = new VarReader(packed, 0, size);
    into.restart(in.unsigned(), in.unsigned(), in.integer(), in.integer());
    SparseHistogram histogram = into.histogram();
    for (int bucket = nextBucket(in, 0); bucket != Integer.MAX_VALUE; ) {
      histogram.addBucket(bucket, in.unsigned());
      bucket = nextBucket(in, bucket);
    }
  }

  private static VarWriter draft(long min, long max, BigInteger sum, BigInteger squares) {
    VarWriter out = DRAFT.get();
    out.clear();
    out.unsigned(min);
    out.unsigned(max);
    out.integer(sum);
    out.integer(squares);
    return out;
  }

  /// The bucket after this one, whose count follows; MAX_VALUE at the end.
  private static int nextBucket(VarReader in, int last) {
    return in.hasMore() ? last + in.small() : Integer.MAX_VALUE;
  }
}
