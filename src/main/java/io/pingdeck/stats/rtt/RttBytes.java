package io.pingdeck.stats.rtt;

import java.math.BigInteger;

/// An exact encoding of a distribution in about three bytes per bucket: extremes, sums, then for
/// each bucket the difference to the previous one and its count. Numbers are varints with seven
/// bits per byte, lowest bits first.
final class RttBytes {
  private static final int GROUP_BITS = 7;
  private static final int MORE = 1 << GROUP_BITS;
  private static final int LONGEST_NUMBER = 10;
  private static final int LONGEST_SUM = 1 + 3 * Long.BYTES;
  private static final int LONGEST_STEP = 3;
  private static final int SHORTEST_BUCKET = 2;
  private static final int SPARE = 8; // an eighth

  /// Per-thread scratch space for bytes of unknown length.
  private static final ThreadLocal<byte[]> DRAFT = ThreadLocal.withInitial(() -> new byte[4096]);

  private final byte[] bytes;
  private final int end;
  private int at;

  private RttBytes(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /// @param rtts at least one
  /// @return a draft, valid until this thread makes another
  static RttBytes pack(RttDistribution rtts) {
    SparseHistogram histogram = rtts.histogram();
    RttBytes out = draft(room(histogram));
    out.head(rtts.min(), rtts.max(), rtts.exactSum(), rtts.exactSquares());
    int last = 0;
    for (int i = 0; i < histogram.buckets(); i++) {
      out.bucket(histogram.bucket(i) - last, histogram.count(i));
      last = histogram.bucket(i);
    }
    return out;
  }

  /// Adds RTTs to a packed distribution.
  ///
  /// @param size number of valid bytes in `packed`
  /// @param rtts at least one
  /// @return a draft, valid until this thread makes another
  static RttBytes add(byte[] packed, int size, RttDistribution rtts) {
    SparseHistogram histogram = rtts.histogram();
    RttBytes in = new RttBytes(packed, size);
    RttBytes out = draft(size + room(histogram));
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
    return out;
  }

  static RttDistribution unpack(byte[] packed, int size) {
    RttDistribution rtts = new RttDistribution(size / SHORTEST_BUCKET);
    unpack(packed, size, rtts);
    return rtts;
  }

  /// @param into is overwritten
  static void unpack(byte[] packed, int size, RttDistribution into) {
    RttBytes in = new RttBytes(packed, size);
    into.restart(in.number(), in.number(), in.sum(), in.sum());
    SparseHistogram histogram = into.histogram();
    for (int bucket = in.nextBucket(0); bucket != Integer.MAX_VALUE; ) {
      histogram.addBucket(bucket, in.number());
      bucket = in.nextBucket(bucket);
    }
  }

  private static RttBytes draft(int room) {
    if (DRAFT.get().length < room) {
      DRAFT.set(new byte[2 * room]);
    }
    return new RttBytes(DRAFT.get(), DRAFT.get().length);
  }

  /// Number of bytes written.
  int size() {
    return at;
  }

  /// Copies the written bytes to `room` if they fit, otherwise to a new array with spare capacity.
  byte[] into(byte[] room) {
    byte[] to = at <= room.length ? room : new byte[at + at / SPARE];
    System.arraycopy(bytes, 0, to, 0, at);
    return to;
  }

  /// Upper bound of the bytes for a head and a histogram's buckets. Adding to a count lengthens it
  /// by at most one byte beyond the length of the added count.
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

  /// The bucket after this one, whose count follows; MAX_VALUE at the end.
  private int nextBucket(int last) {
    return at < end ? last + (int) number() : Integer.MAX_VALUE;
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
