package io.pingdeck.stats.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.rtt.RttSummary;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A ping and its statistics at one instant.
///
/// @param rtt empty until there is a reply
/// @param lastRttNanos RTT of the newest sample, if it has one
/// @param jitterNanos smoothed delay variation of RFC 3550 section 6.4.1, from RTTs; undefined
///   before two consecutive replies
/// @param ipdvMeanAbsoluteNanos mean of |RTT(n) - RTT(n-1)| over consecutive replies (RFC 3393),
///   undefined across a loss
/// @param lastMinute counts of the samples sent within [Window#MINUTE]
/// @param availability since the start of the ping, or since the last restart of the program
/// @param recent outcomes of the newest samples, oldest first, as letters of
///   [io.pingdeck.ping.sample.Outcome]
public record PingSnapshot(
    PingInfo info,
    PingCounters counters,
    Optional<RttSummary> rtt,
    OptionalLong lastRttNanos,
    OptionalDouble jitterNanos,
    OptionalDouble ipdvMeanAbsoluteNanos,
    LossWindow lastMinute,
    Availability availability,
    ServiceStatus status,
    String recent) {
  public PingSnapshot {
    requireNonNull(info, "info");
    requireNonNull(counters, "counters");
    requireNonNull(rtt, "rtt");
    requireNonNull(lastMinute, "lastMinute");
    requireNonNull(availability, "availability");
    requireNonNull(status, "status");
    requireNonNull(recent, "recent");
  }

  /// The same statistics with an updated ping.
  public PingSnapshot with(PingInfo changed) {
    return new PingSnapshot(
        changed,
        counters,
        rtt,
        lastRttNanos,
        jitterNanos,
        ipdvMeanAbsoluteNanos,
        lastMinute,
        availability,
        status,
        recent);
  }

  /// A snapshot of a ping without its samples.
  public static PingSnapshot withoutSamples(
      PingInfo info, PingCounters counters, Optional<RttSummary> rtt) {
    return new PingSnapshot(
        info,
        counters,
        rtt,
        OptionalLong.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        new LossWindow(0, 0),
        Availability.NONE,
        ServiceStatus.withoutSamples(info, counters),
        "");
  }
}
