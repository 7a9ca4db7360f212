package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.stats.rtt.RttSummary;
import java.util.Optional;

/// One ping over one time span. A bucket without samples means "no data": neither up nor lost.
///
/// @param fromEpochNanos start of the span, in nanoseconds since 1970 UTC
/// @param outcomes of the probes that were sent in it, not to be changed any more
/// @param maxLagNanos the longest send delay of a probe
/// @param rtt RTTs of in-time and late replies
public record HistoryBucket(
    long fromEpochNanos, OutcomeCounts outcomes, long maxLagNanos, Optional<RttSummary> rtt) {
  public HistoryBucket {
    requireNonNull(outcomes, "outcomes");
    requireNonNull(rtt, "rtt");
  }

  /// Whether the span contains no measurement.
  public boolean hasNoData() {
    return outcomes.isEmpty();
  }
}
