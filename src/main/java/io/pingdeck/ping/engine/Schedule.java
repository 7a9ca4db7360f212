package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingSpec;
import java.time.Duration;

/// When a ping's probes are planned. All times are readings of one monotonic clock, compared by
/// difference only.
sealed interface Schedule permits FixedSchedule, FloodSchedule {
  /// Readings further apart than this could no longer be told earlier from later.
  long LONGEST_NANOS = Long.MAX_VALUE / 16;

  /// The time of the next planned send.
  long due();

  /// How many probes may go at `now`.
  int allowance(long now, int inFlight);

  /// How many slots before the one that [#take(long)] would take have passed unused.
  long missed(long now);

  /// Takes the slot that is due at `now`, passing over those before it.
  ///
  /// @return the time for which that slot was planned
  long take(long now);

  /// Whether there is a plan that a probe can lag behind.
  boolean isPlanned();

  /// The kernel did not take a probe.
  void sendFailed(long now);

  /// Whether probes may go with this many in flight; asked only to find the time of the next send.
  boolean hasWindow(int inFlight);

  static Schedule of(PingSpec spec, long firstNanos) {
    return spec.interval().isZero()
        ? new FloodSchedule(firstNanos)
        : new FixedSchedule(firstNanos, nanos(spec.interval()));
  }

  /// A duration in nanoseconds, at most [#LONGEST_NANOS] (18 years).
  static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(LONGEST_NANOS)) > 0
        ? LONGEST_NANOS
        : duration.toNanos();
  }
}
