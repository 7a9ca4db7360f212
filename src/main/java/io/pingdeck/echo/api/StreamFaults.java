package io.pingdeck.echo.api;

import java.time.Duration;

/// Impairments of a TCP stream, in addition to loss, delay and bandwidth.
///
/// @param stall probability that a line's reply pauses half-way, 0-1
/// @param stallTime length of the pause; later data on the connection waits too
/// @param closeDelay time between the last byte and the close of the server's side
public record StreamFaults(double stall, Duration stallTime, Duration closeDelay) {
  public static final StreamFaults NONE = new StreamFaults(0, Duration.ofSeconds(1), Duration.ZERO);

  public StreamFaults {
    Ranges.chance("stall", stall);
    Ranges.delay("stallTime", stallTime);
    Ranges.delay("closeDelay", closeDelay);
  }
}
