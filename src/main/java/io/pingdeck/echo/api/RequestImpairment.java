package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalLong;

/// Impairments that an echo server applies to incoming traffic before it handles it. The fields of
/// [Impairment] with the same names apply to outgoing traffic.
///
/// @param loss probability that a datagram is lost, 0-1; for UDP only
/// @param delay how long it is delayed
/// @param jitter spread of delays, distributed as in the impairment's `jitterShape`
/// @param bitsPerSecond bandwidth of the incoming path, headers included; empty for unlimited
public record RequestImpairment(
    double loss, Duration delay, Duration jitter, OptionalLong bitsPerSecond) {
  public static final RequestImpairment CLEAR =
      new RequestImpairment(0, Duration.ZERO, Duration.ZERO, OptionalLong.empty());

  public RequestImpairment {
    Ranges.chance("requestLoss", loss);
    Ranges.delay("requestDelay", delay);
    Ranges.delay("requestJitter", jitter);
    Ranges.rate(requireNonNull(bitsPerSecond, "requestBitsPerSecond"));
  }

  boolean delays() {
    return !delay.isZero() || !jitter.isZero() || bitsPerSecond.isPresent();
  }
}
