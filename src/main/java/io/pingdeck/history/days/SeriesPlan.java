package io.pingdeck.history.days;

/// The buckets that answer a query, and the data they are aggregated from. Uses the narrowest width
/// of a fixed ladder that needs no more buckets than requested.
///
/// @param level the widest stored level that fits into a bucket
/// @param widthNanos a multiple of the level
/// @param firstBucket index of the first bucket, in widths since 1970 UTC
/// @param buckets number of buckets
record SeriesPlan(Level level, long widthNanos, long firstBucket, int buckets) {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final long[] LADDER = {
    SECOND / 100,
    SECOND / 50,
    SECOND / 20,
    SECOND / 10,
    SECOND / 5,
    SECOND / 2,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    20 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    5 * DAY,
    10 * DAY,
    20 * DAY,
    50 * DAY,
    100 * DAY,
    1000 * DAY,
    10_000 * DAY
  };

  /// The stored levels, from the narrowest to the widest.
  enum Level {
    SAMPLE(1),
    TEN_SECONDS(10 * SECOND),
    MINUTE(SeriesPlan.MINUTE),
    HOUR(SeriesPlan.HOUR);

    final long nanos;

    Level(long nanos) {
      this.nanos = nanos;
    }
  }

  /// @param fromEpochNanos start of the range, rounded down to a bucket
  /// @param toEpochNanos end of the range, exclusive, rounded up to a bucket
  /// @param points maximum number of buckets, at least 1
  /// @param finest the finest level that may be read
  static SeriesPlan of(long fromEpochNanos, long toEpochNanos, int points, Level finest) {
    for (long width : LADDER) {
      long first = Math.floorDiv(fromEpochNanos, width);
      long end = Math.ceilDiv(toEpochNanos, width);
      if (width >= finest.nanos && end - first <= points) {
        return new SeriesPlan(level(width), width, first, (int) (end - first));
      }
    }
    throw new IllegalArgumentException("too long a span for " + points + " points");
  }

  private static Level level(long width) {
    Level widest = Level.SAMPLE;
    for (Level level : Level.values()) {
      widest = width >= level.nanos ? level : widest;
    }
    return widest;
  }

  long fromEpochNanos() {
    return firstBucket * widthNanos;
  }

  long toEpochNanos() {
    return (firstBucket + buckets) * widthNanos;
  }

  /// The bucket of an instant; outside 0 to `buckets` - 1 there is none.
  long bucket(long epochNanos) {
    return Math.floorDiv(epochNanos, widthNanos) - firstBucket;
  }
}
