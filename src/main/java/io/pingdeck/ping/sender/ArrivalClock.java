package io.pingdeck.ping.sender;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.NanoClock;
import io.pingdeck.ping.sample.RttSource;

/// Converts the kernel's receive timestamps, which use the wall clock, to the monotonic clock. A
/// packet that is read late, because its thread had no CPU, still counts from its arrival.
/// Allocates nothing. Confined to one thread.
public final class ArrivalClock {
  /// Tolerance, because the two clocks are not read at the same instant.
  private static final long SLACK_NANOS = 50_000;

  private final NanoClock clock;
  private final EpochClock epochClock;
  private boolean stamped;

  public ArrivalClock(NanoClock clock, EpochClock epochClock) {
    this.clock = clock;
    this.epochClock = epochClock;
  }

  public static ArrivalClock system() {
    return new ArrivalClock(NanoClock.SYSTEM, EpochClock.system());
  }

  public long nanoTime() {
    return clock.nanoTime();
  }

  /// The arrival time on the monotonic clock.
  ///
  /// @param stampEpochNanos the kernel's timestamp; 0 if there is none
  /// @param earliest timestamps before this are ignored, because the wall clock was set
  /// @return now, unless the timestamp is usable
  public long arrivedNanos(long stampEpochNanos, long earliest) {
    long now = clock.nanoTime();
    long age = stampEpochNanos == 0 ? 0 : epochClock.epochNanos(now) - stampEpochNanos;
    stamped = stampEpochNanos != 0 && age >= -SLACK_NANOS && now - age - earliest >= -SLACK_NANOS;
    return stamped ? now - Math.clamp(age, 0, Math.max(0, now - earliest)) : now;
  }

  /// The clocks of the last [#arrivedNanos(long, long)].
  public RttSource source() {
    return stamped ? RttSource.KERNEL_RECEIVE : RttSource.PROCESS;
  }
}
