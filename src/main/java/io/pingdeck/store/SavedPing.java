package io.pingdeck.store;

import static java.util.Objects.requireNonNull;

import io.pingdeck.probe.PingCounters;
import io.pingdeck.probe.PingInfo;
import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.stats.RttDistribution;
import java.time.Instant;

/// A ping as it was when it was last saved.
///
/// @param rtts of all its replies
/// @param lastSequence the highest sequence of a sample; 0 if it has none
/// @param lastSentEpochNanos when its last sample was sent, nanoseconds since 1970 UTC; 0 if it has
///   none
record SavedPing(
    PingInfo info,
    PingCounters counters,
    RttDistribution rtts,
    long lastSequence,
    long lastSentEpochNanos) {
  SavedPing {
    requireNonNull(info, "info");
    requireNonNull(counters, "counters");
    requireNonNull(rtts, "rtts");
  }

  boolean hasEnded() {
    return info.state().isEnded();
  }

  /// Only of one that has ended.
  Instant endedAt() {
    return info.endedAt().orElseThrow();
  }

  /// What can be said of it without its samples.
  PingSnapshot snapshot() {
    return PingSnapshot.withoutSamples(info, counters.withoutInFlight(), rtts.summary());
  }
}
