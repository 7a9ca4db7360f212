package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingCounters;

/// What a ping has behind it when it goes on after a restart of the program. Probes that were in
/// flight when the program ended are in none of the counters: nobody knows what became of them.
///
/// @param lastSequence the highest sequence that may have been sent; the next probe gets the one
///   behind it
/// @param counters without probes in flight
public record PingPast(long lastSequence, PingCounters counters) {
  /// Of a new ping.
  public static final PingPast NONE = new PingPast(0, PingCounters.ZERO);

  public PingPast {
    requireNonNull(counters, "counters");
    if (lastSequence < 0 || counters.inFlight() != 0) {
      throw new IllegalArgumentException("not a past: " + lastSequence + ", " + counters);
    }
  }
}
