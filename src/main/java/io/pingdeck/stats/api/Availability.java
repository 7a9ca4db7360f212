package io.pingdeck.stats.api;

import java.util.OptionalDouble;

/// Steps of five seconds in which the target answered as asked, among those in which it was asked.
///
/// A step counts as measured if any probe of it has an outcome, also one that could not be sent,
/// and as up if any of these was answered as asked: see [io.pingdeck.ping.sample.Standing]. What is
/// without a decided probe is "no data": no part of either count. RFC 2678's connectivity over an
/// interval is the model: one reply is enough.
///
/// @param measured steps with a decided probe
/// @param up of these, steps with a reply
public record Availability(long measured, long up) {
  public static final Availability NONE = new Availability(0, 0);

  /// Share of the measured steps that are up, 0-100; undefined if nothing was measured.
  public OptionalDouble percent() {
    return measured == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * up / measured);
  }
}
