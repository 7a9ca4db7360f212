package io.pingdeck.stats.api;

import java.util.OptionalDouble;

/// Samples of a window of time.
///
/// @param concluded sent probes with an outcome; the denominator
/// @param unanswered of these, the lost, late, ICMP error and server-lost ones, as counted by
///   [io.pingdeck.ping.sample.PingCounters#lossPercent()]
public record LossWindow(long concluded, long unanswered) {
  /// Share of `concluded` that is unanswered, 0-100; undefined if nothing was concluded.
  public OptionalDouble lossPercent() {
    return concluded == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * unanswered / concluded);
  }
}
