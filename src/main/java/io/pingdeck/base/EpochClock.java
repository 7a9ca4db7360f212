package io.pingdeck.base;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The wall clock in nanoseconds since 1970 UTC. For display, and beside a kernel stamp, which is
/// of the same clock; never for an RTT together with the monotonic clock.
///
/// The JDK tells it to the nanosecond only in an object. One each second is enough: in between the
/// monotonic clock goes on from there, which the kernel slews alike, and the JDK's milliseconds,
/// looked at once in each, tell whether somebody has set the clock. One thread uses an instance.
public final class EpochClock {
  private static final long ANCHORED_NANOS = 1_000_000_000;
  private static final long COMPARED_NANOS = 1_000_000;

  /// What both clocks may differ by without one of them having been set: readings are not taken at
  /// the same instant, and milliseconds are cut.
  private static final long TOLERATED_MILLIS = 2;

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

  /// The same where the monotonic clock was read just now.
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

  /// The milliseconds of it.
  public long epochMillis(long nanos) {
    return epochNanos(nanos) / 1_000_000;
  }

  /// Those of the time that was told last, without reading a clock.
  public long latestMillis() {
    return latest / 1_000_000;
  }

  private void anchor() {
    Instant now = wall.instant();
    anchorNanos = monotonic.nanoTime();
    anchorEpochNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    comparedNanos = anchorNanos;
    latest = anchorEpochNanos;
  }
}
