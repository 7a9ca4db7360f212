package io.pingdeck.echo.guard;

/// A token bucket whose whole state is one number: the time at which it will be full again (GCRA,
/// ITU-T I.371). One instance serves many buckets.
public final class TokenBucket {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private final long interval;

  public TokenBucket(int perSecond) {
    interval = Math.ceilDiv(NANOS_PER_SECOND, perSecond);
  }

  /// Whether a bucket of `burst` tokens has one left.
  ///
  /// @param fullAt state of the bucket, on the same clock as `now`
  public boolean allows(long fullAt, int burst, long now) {
    return fullAt - now <= (burst - 1) * interval;
  }

  /// The bucket's state after taking a token.
  public long take(long fullAt, long now) {
    return (fullAt - now > 0 ? fullAt : now) + interval;
  }

  /// The bucket's state before that token was taken.
  long giveBack(long fullAt) {
    return fullAt - interval;
  }
}
