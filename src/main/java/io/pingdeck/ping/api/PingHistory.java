package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingCounters;

/// The state with which a ping resumes after a restart of the program. Probes in flight when the
/// program ended are in none of the counters, because their outcome is unknown.
///
/// @param lastSequence highest sequence number that may have been sent; the next probe gets the
///   following one
/// @param counters without probes in flight
public record PingHistory(long lastSequence, PingCounters counters) {
  /// For a new ping.
  public static final PingHistory NONE = new PingHistory(0, PingCounters.ZERO);

  public PingHistory {
    requireNonNull(counters, "counters");
    if (lastSequence < 0 || counters.inFlight() != 0) {
      throw new IllegalArgumentException("not a past: " + lastSequence + ", " + counters);
    }
  }
}
