package io.pingdeck.heartbeat.api;

import java.util.OptionalDouble;

/// One-way loss over a span of time.
///
/// @param expected sequence numbers that should have arrived
/// @param lost those of them that did not
/// @param unwatchedNanos how much of the span this monitor was paused or down. Beats of that time
///   are unknown: neither expected nor lost
public record BeatLoss(long expected, long lost, long unwatchedNanos) {
  /// 0-1; undefined if nothing was expected.
  public OptionalDouble ratio() {
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) lost / expected);
  }

  /// 0-100; undefined if nothing was expected.
  public OptionalDouble percent() {
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * lost / expected);
  }
}
