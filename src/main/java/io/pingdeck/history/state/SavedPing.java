package io.pingdeck.history.state;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.rtt.RttDistribution;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// A ping in its last saved state.
///
/// @param rtts RTTs of all its replies
/// @param lastSequence highest sequence of its samples; 0 if there are none
/// @param lastSentEpochNanos send time of its last sample, in nanoseconds since 1970 UTC; 0 if
///   there are none
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

  /// The same ping with other settings.
  public SavedPing with(UnaryOperator<PingInfo> settings) {
    return new SavedPing(settings.apply(info), counters, rtts, lastSequence, lastSentEpochNanos);
  }

  public boolean hasEnded() {
    return info.state().isEnded();
  }

  /// When the ping ended. Requires an ended ping.
  Instant endedAt() {
    return info.endedAt().orElseThrow();
  }

  /// The ping's snapshot, as far as it is possible without its samples.
  PingSnapshot snapshot() {
    return PingSnapshot.withoutSamples(info, counters.withoutInFlight(), rtts.summary());
  }
}
