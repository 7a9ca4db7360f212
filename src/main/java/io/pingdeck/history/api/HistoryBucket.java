package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// One ping over one span of time. A bucket without a single sample is "no data": neither up nor
/// lost.
///
/// @param fromEpochNanos when the span begins, nanoseconds since 1970 UTC
/// @param sent probes that left this host and have an outcome
/// @param notSent failed sends and resolutions; no part of `sent`
/// @param maxLagNanos the worst scheduler lateness of a probe
/// @param rtt of in-time and late replies
public record HistoryBucket(
    long fromEpochNanos,
    long sent,
    long replied,
    long late,
    long lost,
    long icmpErrors,
    long refused,
    long reset,
    long serverLost,
    long unexpected,
    long tlsFailed,
    long flooded,
    long malformed,
    long notSent,
    long maxLagNanos,
    Optional<RttSpread> rtt) {
  public HistoryBucket {
    requireNonNull(rtt, "rtt");
  }

  /// Whether nothing was measured here.
  public boolean hasNoData() {
    return sent == 0 && notSent == 0;
  }
}
