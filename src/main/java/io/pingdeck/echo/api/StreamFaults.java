package io.pingdeck.echo.api;

import java.time.Duration;

/// What a TCP echo server does on purpose to a stream, beside losing, delaying and pacing.
///
/// @param stall the chance that a line's answer stops half-way, 0-1
/// @param stallTime for how long; what comes after it on the connection waits too
/// @param closeDelay how long after its last byte the server ends its side
public record StreamFaults(double stall, Duration stallTime, Duration closeDelay) {
  public static final StreamFaults NONE = new StreamFaults(0, Duration.ofSeconds(1), Duration.ZERO);

  public StreamFaults {
    Ranges.chance("stall", stall);
    Ranges.delay("stallTime", stallTime);
    Ranges.delay("closeDelay", closeDelay);
  }
}
