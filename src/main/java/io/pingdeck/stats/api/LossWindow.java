package io.pingdeck.stats.api;

import java.util.OptionalDouble;

/// Outcomes of probes within a time window.
///
/// @param concluded sent probes with an outcome; the denominator
/// @param unanswered those that were lost, late, or ended in an ICMP error or server loss, as
///   counted by [io.pingdeck.ping.sample.PingCounters#lossPercent()]
public record LossWindow(long concluded, long unanswered) {
  /// Share of `concluded` that is unanswered, 0-100; undefined if nothing was concluded.
  public OptionalDouble lossPercent() {
    return concluded == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * unanswered / concluded);
  }
}
