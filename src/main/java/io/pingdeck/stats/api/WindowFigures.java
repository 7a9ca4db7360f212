package io.pingdeck.stats.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.rtt.RttSummary;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A ping's statistics over one window. Probes belong to the window by the time they were sent.
///
/// @param fromEpochNanos start of the window, or the first sample if that is later, nanoseconds
///   since 1970 UTC; empty for [Window#ALL] and without samples
/// @param counters outcomes of the probes; those in flight are counted in [Window#ALL] only
/// @param rtt RTT from the actual send time of each probe
/// @param plannedRtt RTT from the planned send time: the RTT plus the scheduler's lateness, so that
///   a pause of this program is not hidden (coordinated omission)
/// @param ipdvMeanAbsoluteNanos mean of |RTT(n) - RTT(n-1)| over consecutive replies (RFC 3393); a
///   pair belongs to the window of its second probe
/// @param jitterNanos smoothed jitter of RFC 3550 after the newest pair of the window: the figure
///   called jitter everywhere
/// @param jitterMeanNanos mean of the smoothed jitter of RFC 3550 after each pair of the window
/// @param maxLagNanos maximum scheduler lateness of a probe
public record WindowFigures(
    Window window,
    OptionalLong fromEpochNanos,
    PingCounters counters,
    Optional<RttSummary> rtt,
    Optional<RttSummary> plannedRtt,
    OptionalDouble ipdvMeanAbsoluteNanos,
    OptionalDouble jitterNanos,
    OptionalDouble jitterMeanNanos,
    Availability availability,
    OptionalLong maxLagNanos) {
  public WindowFigures {
    requireNonNull(window, "window");
    requireNonNull(counters, "counters");
    requireNonNull(rtt, "rtt");
    requireNonNull(plannedRtt, "plannedRtt");
    requireNonNull(availability, "availability");
  }

  /// Undefined while no probe is decided.
  public Optional<LossInterval> lossInterval() {
    return counters.concluded() == 0
        ? Optional.empty()
        : Optional.of(LossInterval.of(counters.unanswered(), counters.concluded()));
  }
}
