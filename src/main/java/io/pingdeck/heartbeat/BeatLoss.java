package io.pingdeck.heartbeat;

import java.util.OptionalDouble;

/// One-way loss over a span of time.
///
/// @param expected sequences that should have arrived
/// @param lost those of them that did not
public record BeatLoss(long expected, long lost) {
  /// 0-100; undefined if nothing was expected.
  public OptionalDouble percent() {
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * lost / expected);
  }
}
