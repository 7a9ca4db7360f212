package io.pingdeck.heartbeat.monitor;

/// One instant on the three clocks that a monitor needs.
///
/// @param nanos monotonic clock, used for every decision; stops while the machine sleeps
/// @param epochNanos wall clock since 1970 UTC, for display and one-way delay; may jump
/// @param bootNanos monotonic clock that continues while the machine sleeps; only its difference to
///   `nanos` is meaningful
public record Moment(long nanos, long epochNanos, long bootNanos) {
  /// The boot clock may have a resolution of 10 ms.
  private static final long BOOT_STEP = 20_000_000L;

  /// An earlier moment, assuming no sleep in between.
  public Moment minus(long age) {
    return new Moment(nanos - age, epochNanos - age, bootNanos - age);
  }

  /// Nanoseconds since an earlier moment, including sleep; never negative.
  long since(Moment earlier) {
    long awake = nanos - earlier.nanos;
    long slept = bootNanos - earlier.bootNanos - awake;
    return Math.max(0, awake + (slept > BOOT_STEP ? slept : 0));
  }
}
