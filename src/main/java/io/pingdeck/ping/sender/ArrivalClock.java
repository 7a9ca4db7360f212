package io.pingdeck.ping.sender;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.NanoClock;
import io.pingdeck.ping.sample.RttSource;

/// Puts the kernel's receive stamps, which are of the wall clock, on the monotonic clock: what was
/// read late because its thread had no processor still counts from when it arrived. One thread uses
/// an instance; it allocates nothing.
public final class ArrivalClock {
  /// The two clocks are never read at the very same instant.
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

  /// When something arrived, on the monotonic clock.
  ///
  /// @param stampEpochNanos the kernel's stamp of it; 0 if there is none
  /// @param earliest no stamp before this is believed: the wall clock was set
  /// @return now, unless the stamp says better
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
