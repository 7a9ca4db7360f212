package io.pingdeck.stats;

import java.math.BigInteger;
import java.util.Arrays;

/// A distribution in about three bytes a bucket, exactly: extremes, sums, then the step from each
/// bucket to the next and its count. Numbers are in groups of seven bits, the lowest first.
final class RttBytes {
  private static final int GROUP_BITS = 7;
  private static final int MORE = 1 << GROUP_BITS;
  private static final int LONGEST_NUMBER = 10;
  private static final int LONGEST_SUM = 1 + 3 * Long.BYTES;
  private static final int LONGEST_STEP = 3;

  /// Where bytes are written until their number is known.
  private static final ThreadLocal<byte[]> DRAFT = ThreadLocal.withInitial(() -> new byte[4096]);

  private final byte[] bytes;
  private int at;

  private RttBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param rtts at least one
  static byte[] pack(RttDistribution rtts) {
    SparseHistogram histogram = rtts.histogram();
    RttBytes out = draft(room(histogram));
    out.head(rtts.min(), rtts.max(), rtts.exactSum(), rtts.exactSquares());
    int last = 0;
    for (int i = 0; i < histogram.buckets(); i++) {
      out.bucket(histogram.bucket(i) - last, histogram.count(i));
      last = histogram.bucket(i);
    }
    return out.written();
  }

  /// The same with more in it.
  ///
  /// @param rtts at least one
  static byte[] add(byte[] packed, RttDistribution rtts) {
    SparseHistogram histogram = rtts.histogram();
    RttBytes in = new RttBytes(packed);
    RttBytes out = draft(packed.length + room(histogram));
    out.head(
        Math.min(in.number(), rtts.min()),
        Math.max(in.number(), rtts.max()),
        in.sum().add(rtts.exactSum()),
        in.sum().add(rtts.exactSquares()));
    int last = 0;
    int here = in.nextBucket(0);
    int i = 0;
    while (here != Integer.MAX_VALUE || i < histogram.buckets()) {
      int there = i < histogram.buckets() ? histogram.bucket(i) : Integer.MAX_VALUE;
      int bucket = Math.min(here, there);
      long count = there == bucket ? histogram.count(i++) : 0;
      if (here == bucket) {
        count += in.number();
        here = in.nextBucket(here);
      }
      out.bucket(bucket - last, count);
      last = bucket;
    }
    return out.written();
  }

  static RttDistribution unpack(byte[] packed) {
    RttBytes in = new RttBytes(packed);
    long min = in.number();
    long max = in.number();
    BigInteger sum = in.sum();
    BigInteger squares = in.sum();
    SparseHistogram histogram = new SparseHistogram((packed.length - in.at) / 2);
    for (int bucket = in.nextBucket(0); bucket != Integer.MAX_VALUE; ) {
      histogram.addBucket(bucket, in.number());
      bucket = in.nextBucket(bucket);
    }
    return RttDistribution.exactly(histogram, min, max, sum, squares);
  }

  private static RttBytes draft(int room) {
    if (DRAFT.get().length < room) {
      DRAFT.set(new byte[2 * room]);
    }
    return new RttBytes(DRAFT.get());
  }

  /// The most that a histogram's buckets and a head take. A count that it adds to grows by no more
  /// than a byte above the length of what is added.
  private static int room(SparseHistogram histogram) {
    int longestCount = 1 + (Long.SIZE - Long.numberOfLeadingZeros(histogram.total())) / GROUP_BITS;
    int head = 2 * LONGEST_NUMBER + 2 * LONGEST_SUM;
    return head + histogram.buckets() * (LONGEST_STEP + longestCount + 1);
  }

  private void head(long min, long max, BigInteger sum, BigInteger squares) {
    number(min);
    number(max);
    sum(sum);
    sum(squares);
  }

  private void bucket(int step, long count) {
    number(step);
    number(count);
  }

  private byte[] written() {
    return Arrays.copyOf(bytes, at);
  }

  /// The bucket behind this one, whose count follows; MAX_VALUE at the end.
  private int nextBucket(int last) {
    return at < bytes.length ? last + (int) number() : Integer.MAX_VALUE;
  }

  private void number(long value) {
    long rest = value;
    for (; rest >= MORE; rest >>>= GROUP_BITS) {
      bytes[at++] = (byte) (rest & MORE - 1 | MORE);
    }
    bytes[at++] = (byte) rest;
  }

  private long number() {
    long value = 0;
    int shift = 0;
    byte group = bytes[at++];
    for (; group < 0; group = bytes[at++]) {
      value |= (long) (group & MORE - 1) << shift;
      shift += GROUP_BITS;
    }
    return value | (long) group << shift;
  }

  private void sum(BigInteger value) {
    byte[] digits = value.toByteArray();
    bytes[at++] = (byte) digits.length;
    System.arraycopy(digits, 0, bytes, at, digits.length);
    at += digits.length;
  }

  private BigInteger sum() {
    int length = bytes[at++];
    at += length;
    return new BigInteger(bytes, at - length, length);
  }
}
