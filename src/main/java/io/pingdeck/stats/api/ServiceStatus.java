package io.pingdeck.stats.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Standing;

/// The status of the pinged service. An ended ping keeps its last one.
///
/// @param sinceEpochNanos nanoseconds since 1970 UTC. Up and down: when the first probe of the
///   unbroken run was sent. Failing: when the probe was sent that caused it. Unknown: when the last
///   outcome arrived, or the ping was started
/// @param reason the most frequent outcome of the probes without an expected reply, as text; empty
///   if there is none
/// @param reached whether any of these reached the target; see [io.pingdeck.ping.sample.Standing]
public record ServiceStatus(
    ServiceState state, long sinceEpochNanos, String reason, boolean reached) {
  /// The reason of a paused ping's status.
  public static final String PAUSED = "paused";

  public ServiceStatus {
    requireNonNull(state, "state");
    requireNonNull(reason, "reason");
  }

  /// @param why the reason as text
  public static ServiceStatus unknown(long sinceEpochNanos, String why) {
    return new ServiceStatus(ServiceState.UNKNOWN, sinceEpochNanos, why, false);
  }

  /// The status derived from counters alone. They may be all that is left of an ended ping: if all
  /// probes got an expected reply, or none did, so did the last ones.
  public static ServiceStatus withoutSamples(PingInfo info, PingCounters counters) {
    long since = EpochNanos.of(info.startedAt());
    if (info.state() == PingState.PAUSED) {
      return unknown(since, PAUSED);
    }
    long decided = counters.concluded() + counters.count(Outcome.SEND_FAILED);
    if (decided == 0) {
      return unknown(since, "no completed probes yet");
    }
    if (!info.state().isEnded()
        || counters.count(Outcome.REPLY) > 0 && counters.count(Outcome.REPLY) < decided) {
      return unknown(since, "no data");
    }
    if (counters.count(Outcome.REPLY) == decided) {
      return new ServiceStatus(ServiceState.UP, since, "", false);
    }
    Outcome most = Outcome.LOST;
    for (Outcome outcome : Outcome.values()) {
      most = counters.count(outcome) > counters.count(most) ? outcome : most;
    }
    boolean reached = most.standing() == Standing.REACHED;
    return new ServiceStatus(ServiceState.DOWN, since, OutcomeWords.of(most), reached);
  }
}
