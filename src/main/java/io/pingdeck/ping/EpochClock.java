package io.pingdeck.ping;

import java.time.Clock;
import java.time.Instant;

/// The wall clock in nanoseconds since 1970 UTC. For display, and beside a kernel stamp, which is
/// of the same clock; never for an RTT together with the monotonic clock.
@FunctionalInterface
interface EpochClock {
  long epochNanos();

  EpochClock SYSTEM =
      () -> {
        Instant now = Clock.systemUTC().instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
      };
}
