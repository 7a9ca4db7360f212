package io.pingdeck.heartbeat.monitor;

/// One instant on the three clocks a monitor needs.
///
/// @param nanos the monotonic clock, for every decision; it stands still while the machine sleeps
/// @param epochNanos the wall clock since 1970 UTC, for display and one-way delay; it may jump
/// @param bootNanos a monotonic clock that goes on while the machine sleeps; only its difference to
///   `nanos` means anything
public record Moment(long nanos, long epochNanos, long bootNanos) {
  /// The boot clock may be read in steps of 10 ms.
  private static final long BOOT_STEP = 20_000_000L;

  /// An earlier moment that no sleep separates from this one.
  public Moment minus(long age) {
    return new Moment(nanos - age, epochNanos - age, bootNanos - age);
  }

  /// How long ago an earlier moment is, the time that the machine slept included; never below 0.
  long since(Moment earlier) {
    long awake = nanos - earlier.nanos;
    long slept = bootNanos - earlier.bootNanos - awake;
    return Math.max(0, awake + (slept > BOOT_STEP ? slept : 0));
  }
}
