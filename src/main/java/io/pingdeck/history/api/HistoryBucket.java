package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// One ping over one time span. A bucket without samples means "no data": neither up nor lost.
///
/// @param fromEpochNanos start of the span, in nanoseconds since 1970 UTC
/// @param sent probes that left this host and have an outcome
/// @param notSent failed sends and resolutions; not part of `sent`
/// @param maxLagNanos the longest send delay of a probe
/// @param rtt RTTs of in-time and late replies
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

  /// Whether the span contains no measurement.
  public boolean hasNoData() {
    return sent == 0 && notSent == 0;
  }
}
