package io.pingdeck.stats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/// A distribution in about two bytes a bucket, exactly: how those are held that hardly anything is
/// added to any more. Numbers are written in groups of seven bits, the lowest first.
final class PackedRtts {
  private static final int GROUP_BITS = 7;
  private static final int MORE = 1 << GROUP_BITS;

  private PackedRtts() {}

  /// @param rtts at least one
  static byte[] pack(RttDistribution rtts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SparseHistogram histogram = rtts.histogram();
    write(out, rtts.min());
    write(out, rtts.max());
    write(out, rtts.exactSum());
    write(out, rtts.exactSquares());
    write(out, histogram.buckets());
    int[] last = {0};
    histogram.forEachBucket((bucket, count) -> {
      write(out, bucket - last[0]);
      write(out, count);
      last[0] = bucket;
    });
    return out.toByteArray();
  }

  static RttDistribution unpack(byte[] packed) {
    ByteArrayInputStream in = new ByteArrayInputStream(packed);
    long min = read(in);
    long max = read(in);
    BigInteger sum = readBig(in);
    BigInteger squares = readBig(in);
    int buckets = (int) read(in);
    SparseHistogram histogram = new SparseHistogram(buckets);
    int bucket = 0;
    for (int left = buckets; left > 0; left--) {
      bucket += (int) read(in);
      histogram.addBucket(bucket, read(in));
    }
    return RttDistribution.exactly(histogram, min, max, sum, squares);
  }

  private static void write(ByteArrayOutputStream out, long value) {
    long rest = value;
    for (; rest >= MORE; rest >>>= GROUP_BITS) {
      out.write((int) rest & MORE - 1 | MORE);
    }
    out.write((int) rest);
  }

  private static void write(ByteArrayOutputStream out, BigInteger value) {
    byte[] bytes = value.toByteArray();
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  private static long read(ByteArrayInputStream in) {
    long value = 0;
    int shift = 0;
    int group = in.read();
    for (; group >= MORE; group = in.read()) {
      value |= (long) (group - MORE) << shift;
      shift += GROUP_BITS;
    }
    return value | (long) group << shift;
  }

  private static BigInteger readBig(ByteArrayInputStream in) {
    byte[] bytes = new byte[in.read()];
    in.readNBytes(bytes, 0, bytes.length);
    return new BigInteger(bytes);
  }
}
