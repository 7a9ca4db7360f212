package io.pingdeck.stats;

import java.util.OptionalDouble;

/// Steps of five seconds in which the target answered, among those in which it was asked.
///
/// A step counts as measured if any probe sent in it has an outcome, and as up if any of these was
/// answered by the target: in time or late, or by refusing or resetting a connection, or with
/// another answer than was asked for. What is without a decided probe is "no data": no part of
/// either count. RFC 2678's one-way connectivity over an interval is the model: one answer is
/// enough.
///
/// @param measured steps with a decided probe
/// @param up of these, steps with an answer
public record Availability(long measured, long up) {
  /// Share of the measured steps that are up, 0-100; undefined if nothing was measured.
  public OptionalDouble percent() {
    return measured == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * up / measured);
  }
}
