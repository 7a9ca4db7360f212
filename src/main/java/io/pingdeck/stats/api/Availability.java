package io.pingdeck.stats.api;

import java.util.OptionalDouble;

/// Steps of five seconds in which the target was up, among those in which it was measured.
///
/// A step is measured if any of its probes has an outcome, including one that could not be sent. It
/// is up if any of these got an expected reply: see [io.pingdeck.ping.sample.Standing]. A step
/// without a decided probe is "no data" and is in neither count. This follows RFC 2678's
/// connectivity over an interval: one reply is enough.
///
/// @param measured steps with a decided probe
/// @param up measured steps with a reply
public record Availability(long measured, long up) {
  public static final Availability NONE = new Availability(0, 0);

  /// Share of the measured steps that are up, 0-100; undefined if nothing was measured.
  public OptionalDouble percent() {
    return measured == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * up / measured);
  }
}
