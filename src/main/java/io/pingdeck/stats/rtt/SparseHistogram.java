package io.pingdeck.stats.rtt;

import java.util.Arrays;

/// Counts of non-negative values with three significant digits. It uses HdrHistogram's buckets, but
/// stores only non-empty ones, in order of their value.
///
/// HdrHistogram keeps every bucket up to the highest and walks them all for a percentile. Measured
/// with 600 RTTs in its packed form: 3.7 µs per record and 600 µs for three percentiles, which is
/// too slow for a thousand live pings. A ping's RTTs fill a few hundred buckets, at ten bytes each.
public final class SparseHistogram {
  // Values below 2048 have a bucket each; above that, 1024 buckets cover each doubling.
  private static final int HALF_BITS = 10;
  private static final int HALF = 1 << HALF_BITS;
  private static final int LAST_BUCKET = bucket(Long.MAX_VALUE);

  private char[] buckets;
  private long[] counts;
  private int used;
  private long total;

  public SparseHistogram() {
    this(8);
  }

  /// @param room initial capacity in buckets
  public SparseHistogram(int room) {
    buckets = new char[room];
    counts = new long[room];
  }

  /// @param value non-negative
  public void record(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    int at = position(bucket(value));
    counts[at]++;
    total++;
  }

  /// Adds everything the other has counted. Percentiles of several series come from merged
  /// histograms, never from averaged percentiles.
  public void add(SparseHistogram other) {
    int merged = used + missing(other);
    reserve(merged);
    // From the highest down, so that nothing is overwritten before it is moved.
    int mine = used - 1;
    int theirs = other.used - 1;
    for (int at = merged - 1; theirs >= 0; at--) {
      int here = mine < 0 ? -1 : buckets[mine];
      int there = other.buckets[theirs];
      long count = here >= there ? counts[mine--] : 0;
      buckets[at] = (char) Math.max(here, there);
      counts[at] = count + (there >= here ? other.counts[theirs--] : 0);
    }
    used = merged;
    total += other.total;
  }

  /// Number of the other's buckets that are empty here.
  private int missing(SparseHistogram other) {
    int missing = 0;
    int mine = 0;
    for (int theirs = 0; theirs < other.used; theirs++) {
      while (mine < used && buckets[mine] < other.buckets[theirs]) {
        mine++;
      }
      missing += mine < used && buckets[mine] == other.buckets[theirs] ? 0 : 1;
    }
    return missing;
  }

  /// Receives every non-empty bucket, in ascending order.
  @FunctionalInterface
  public interface BucketVisitor {
    void bucket(int bucket, long count);
  }

  public void forEachBucket(BucketVisitor visitor) {
    for (int i = 0; i < used; i++) {
      visitor.bucket(buckets[i], counts[i]);
    }
  }

  /// Number of non-empty buckets.
  public int buckets() {
    return used;
  }

  /// The `i`-th non-empty bucket.
  int bucket(int i) {
    return buckets[i];
  }

  /// Count of the `i`-th non-empty bucket.
  long count(int i) {
    return counts[i];
  }

  /// Adds values of a bucket, as numbered by [#forEachBucket(BucketVisitor)].
  ///
  /// @throws IllegalArgumentException if there is no such bucket or the count is not positive
  public void addBucket(int bucket, long count) {
    if (bucket < 0 || bucket > LAST_BUCKET || count < 1) {
      throw new IllegalArgumentException("not a bucket: " + bucket + " with " + count);
    }
    int at = position((char) bucket);
    counts[at] += count;
    total += count;
  }

  /// Clears the contents and keeps the buffers.
  void clear() {
    used = 0;
    total = 0;
  }

  public long total() {
    return total;
  }

  /// The value at or below which this share of the values lies (nearest rank), rounded up to the
  /// end of its bucket: at most 0.1 % too high. There must be a value.
  ///
  /// @param percent above 0, up to 100
  public long percentile(double percent) {
    return percentiles(percent)[0];
  }

  /// Several percentiles in one pass. There must be a value.
  ///
  /// @param ascending each above 0, up to 100
  long[] percentiles(double... ascending) {
    if (total == 0) {
      throw new IllegalStateException("no values");
    }
    long[] values = new long[ascending.length];
    int at = 0;
    long seen = counts[0];
    for (int i = 0; i < values.length; i++) {
      // Slightly smaller, so that 99.9 % of 5000 is 4995 despite binary rounding.
      double rank = Math.ceil(Math.nextDown(ascending[i]) * total / 100);
      for (long clamped = Math.clamp((long) rank, 1, total); seen < clamped; seen += counts[at]) {
        at++;
      }
      values[i] = highest(buckets[at]);
    }
    return values;
  }

  /// The value with this rank in ascending order, rounded up to the end of its bucket.
  ///
  /// @param rank 1 to [#total()]
  long atRank(long rank) {
    int i = 0;
    for (long seen = counts[0]; seen < rank; seen += counts[i]) {
      i++;
    }
    return highest(buckets[i]);
  }

  private int position(char bucket) {
    // Fast path for ascending order, as in stored buckets.
    if (used == 0 || bucket > buckets[used - 1]) {
      return append(bucket);
    }
    if (bucket == buckets[used - 1]) {
      return used - 1;
    }
    int at = Arrays.binarySearch(buckets, 0, used, bucket);
    return at >= 0 ? at : insert(-at - 1, bucket);
  }

  private int append(char bucket) {
    reserve(used + 1);
    buckets[used] = bucket;
    counts[used] = 0;
    return used++;
  }

  private int insert(int at, char bucket) {
    reserve(used + 1);
    System.arraycopy(buckets, at, buckets, at + 1, used - at);
    System.arraycopy(counts, at, counts, at + 1, used - at);
    buckets[at] = bucket;
    counts[at] = 0;
    used++;
    return at;
  }

  private void reserve(int wanted) {
    if (wanted > buckets.length) {
      int length = Math.max(wanted, used * 2);
      buckets = Arrays.copyOf(buckets, length);
      counts = Arrays.copyOf(counts, length);
    }
  }

  private static char bucket(long value) {
    int shift = Long.SIZE - 1 - HALF_BITS - Long.numberOfLeadingZeros(value | 2 * HALF - 1);
    return (char) ((shift << HALF_BITS) + (value >>> shift));
  }

  /// The lowest value of a bucket, as [#forEachBucket(BucketVisitor)] names it.
  public static long lowest(int bucket) {
    int shift = Math.max(0, (bucket >> HALF_BITS) - 1);
    return bucket - ((long) shift << HALF_BITS) << shift;
  }

  private static long highest(int bucket) {
    int shift = Math.max(0, (bucket >> HALF_BITS) - 1);
    long mantissa = bucket - ((long) shift << HALF_BITS);
    return (mantissa << shift) + (1L << shift) - 1;
  }
}
