package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalLong;

/// What an echo server does on purpose to what comes in, before it looks at it; the fields of
/// [Impairment] with the same names are about what goes out.
///
/// @param loss the chance that a datagram is lost, 0-1; for UDP only
/// @param delay how long it waits
/// @param jitter how far delays spread, as the impairment's `jitterShape` says
/// @param bitsPerSecond what the way in carries, headers included; empty for no bound
public record WayIn(double loss, Duration delay, Duration jitter, OptionalLong bitsPerSecond) {
  public static final WayIn CLEAR =
      new WayIn(0, Duration.ZERO, Duration.ZERO, OptionalLong.empty());

  public WayIn {
    Ranges.chance("requestLoss", loss);
    Ranges.delay("requestDelay", delay);
    Ranges.delay("requestJitter", jitter);
    Ranges.rate(requireNonNull(bitsPerSecond, "requestBitsPerSecond"));
  }

  boolean delays() {
    return !delay.isZero() || !jitter.isZero() || bitsPerSecond.isPresent();
  }
}
