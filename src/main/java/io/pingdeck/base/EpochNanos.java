package io.pingdeck.base;

import java.time.Instant;

/// Nanoseconds since 1970 UTC, and the instants they are. They last until the year 2262.
public final class EpochNanos {
  private static final long SECOND = 1_000_000_000L;

  private EpochNanos() {}

  public static long now() {
    return of(Instant.now());
  }

  /// @throws ArithmeticException beyond the years 1677 to 2262
  public static long of(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
  }

  public static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, SECOND), Math.floorMod(epochNanos, SECOND));
  }
}
