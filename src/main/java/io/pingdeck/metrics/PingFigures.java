package io.pingdeck.metrics;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.ServiceState;
import io.pingdeck.stats.rtt.RttFigures;
import java.util.Optional;
import java.util.OptionalDouble;

/// The values that an exposition shows of one ping, and no more, because a scrape may hold very
/// many. Takes about half a kilobyte in addition to the statistics.
///
/// @param availabilityPercent empty before the first step with a decided probe
/// @param lastMinuteLossPercent empty if no probe was decided in the last minute
public record PingFigures(
    PingInfo info,
    PingCounters counters,
    ServiceState state,
    OptionalDouble availabilityPercent,
    OptionalDouble lastMinuteLossPercent,
    RttBuckets rtts) {
  public PingFigures {
    requireNonNull(info, "info");
    requireNonNull(counters, "counters");
    requireNonNull(state, "state");
    requireNonNull(availabilityPercent, "availabilityPercent");
    requireNonNull(lastMinuteLossPercent, "lastMinuteLossPercent");
    requireNonNull(rtts, "rtts");
  }

  /// @param rtts empty if there was no reply
  public static PingFigures of(PingSnapshot ping, Optional<RttFigures> rtts) {
    return new PingFigures(
        ping.info(),
        ping.counters(),
        ping.status().state(),
        ping.availability().percent(),
        ping.lastMinute().lossPercent(),
        rtts.map(RttBuckets::of).orElse(RttBuckets.NONE));
  }
}
