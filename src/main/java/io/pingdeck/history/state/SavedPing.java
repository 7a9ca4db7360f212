package io.pingdeck.history.state;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.rtt.RttDistribution;
import java.time.Instant;

/// A ping as it was when it was last saved.
///
/// @param rtts of all its replies
/// @param lastSequence the highest sequence of a sample; 0 if it has none
/// @param lastSentEpochNanos when its last sample was sent, nanoseconds since 1970 UTC; 0 if it has
///   none
public record SavedPing(
    PingInfo info,
    PingCounters counters,
    RttDistribution rtts,
    long lastSequence,
    long lastSentEpochNanos) {
  public SavedPing {
    requireNonNull(info, "info");
    requireNonNull(counters, "counters");
    requireNonNull(rtts, "rtts");
  }

  public boolean hasEnded() {
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
