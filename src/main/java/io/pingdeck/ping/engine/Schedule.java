package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingSpec;
import java.time.Duration;

/// The planned send times of a ping. All times are readings of one monotonic clock, compared only
/// by difference.
sealed interface Schedule permits FixedSchedule, FloodSchedule {
  /// Readings further apart than this can no longer be ordered.
  long LONGEST_NANOS = Long.MAX_VALUE / 16;

  /// The time of the next planned send.
  long due();

  /// How many probes may be sent at `now`.
  int allowance(long now, int inFlight);

  /// Number of slots before the one that [#take(long)] would take that passed unused.
  long missed(long now);

  /// Takes the slot that is due at `now` and skips those before it.
  ///
  /// @return the planned time of that slot
  long take(long now);

  /// Whether probes have planned times that they can lag behind.
  boolean isPlanned();

  /// The kernel refused a probe.
  void sendFailed(long now);

  /// Whether a probe may be sent with this many in flight. Used only to compute the next send time.
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
