package io.pingdeck.base;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The wall clock in nanoseconds since 1970 UTC. For display, and for comparison with kernel
/// timestamps, which use the same clock. Never compute an RTT from it and the monotonic clock.
///
/// The JDK provides nanosecond resolution only as an object, so this class reads it once a second.
/// In between it adds the elapsed monotonic time, which the kernel slews in the same way. Once per
/// millisecond it compares with the JDK's millisecond clock to notice that the clock was set. Not
/// thread-safe.
public final class EpochClock {
  private static final long ANCHORED_NANOS = 1_000_000_000;
  private static final long COMPARED_NANOS = 1_000_000;

  /// Difference between the clocks that does not mean that one of them was set: they are not read
  /// at the same instant, and milliseconds are truncated.
  private static final long TOLERATED_MILLIS = 2;

  private static final long AT_ONCE_NANOS = 5_000;
  private static final int MOST_READINGS = 5;

  private final NanoClock monotonic;
  private final LongSupplier wallMillis;
  private final InstantSource wall;
  private long anchorEpochNanos;
  private long anchorNanos;
  private long comparedNanos;
  private long latest;

  /// @param wallMillis the wall clock in milliseconds since 1970 UTC
  EpochClock(NanoClock monotonic, LongSupplier wallMillis, InstantSource wall) {
    this.monotonic = monotonic;
    this.wallMillis = wallMillis;
    this.wall = wall;
    anchor();
  }

  public static EpochClock system() {
    return new EpochClock(NanoClock.SYSTEM, System::currentTimeMillis, InstantSource.system());
  }

  public long epochNanos() {
    return epochNanos(monotonic.nanoTime());
  }

  /// The same, for a reading of the monotonic clock taken just now.
  public long epochNanos(long nanos) {
    latest = anchorEpochNanos + nanos - anchorNanos;
    if (nanos - comparedNanos >= COMPARED_NANOS) {
      comparedNanos = nanos;
      long apart = latest / 1_000_000 - wallMillis.getAsLong();
      if (nanos - anchorNanos >= ANCHORED_NANOS || Math.abs(apart) > TOLERATED_MILLIS) {
        anchor();
      }
    }
    return latest;
  }

  /// The same in milliseconds.
  public long epochMillis(long nanos) {
    return epochNanos(nanos) / 1_000_000;
  }

  /// The last returned time in milliseconds, without reading a clock.
  public long latestMillis() {
    return latest / 1_000_000;
  }

  /// Another thread may run between the readings of the two clocks, so the closest of several pairs
  /// counts.
  private void anchor() {
    long closest = Long.MAX_VALUE;
    for (int i = 0; i < MOST_READINGS && closest > AT_ONCE_NANOS; i++) {
      long before = monotonic.nanoTime();
      Instant now = wall.instant();
      long after = monotonic.nanoTime();
      if (after - before < closest) {
        closest = after - before;
        anchorNanos = after;
        anchorEpochNanos = EpochNanos.of(now);
      }
    }
    comparedNanos = anchorNanos;
    latest = anchorEpochNanos;
  }
}
