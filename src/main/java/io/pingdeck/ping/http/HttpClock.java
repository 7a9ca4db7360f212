package io.pingdeck.ping.http;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.NanoClock;
import java.time.Instant;
import java.time.InstantSource;

/// Puts the kernel's stamps, which are of the wall clock, on the monotonic clock: both are read at
/// once, and a stamp is as far back on one as on the other. One thread uses an instance.
final class HttpClock {
  /// Between the two readings of the monotonic clock: more, and this thread stood still between
  /// them.
  private static final long AT_ONCE_NANOS = 50_000;

  private static final int MOST_READINGS = 5;

  private final NanoClock clock;
  private final InstantSource wall;
  private boolean stamped;

  HttpClock(NanoClock clock, InstantSource wall) {
    this.clock = clock;
    this.wall = wall;
  }

  static HttpClock system() {
    return new HttpClock(NanoClock.SYSTEM, InstantSource.system());
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  /// When, on the monotonic clock, something arrived.
  ///
  /// @param stampEpochNanos the kernel's stamp of it; 0 if there is none
  /// @param earliest no stamp before this is believed: the wall clock was set
  /// @return now, unless a stamp says better
  long arrivedNanos(long stampEpochNanos, long earliest) {
    long first = clock.nanoTime();
    stamped = false;
    long before = first;
    for (int i = 0; i < MOST_READINGS && stampEpochNanos != 0; i++) {
      Instant instant = wall.instant();
      long after = clock.nanoTime();
      if (after - before <= AT_ONCE_NANOS) {
        long age = EpochNanos.of(instant) - stampEpochNanos;
        stamped = age >= 0 && before - age >= earliest;
        return stamped ? before - age : first;
      }
      before = after; // others had the processor meanwhile
    }
    return first;
  }

  /// Whether the last [#arrivedNanos(long, long)] is the stamp's.
  boolean isStamped() {
    return stamped;
  }
}
