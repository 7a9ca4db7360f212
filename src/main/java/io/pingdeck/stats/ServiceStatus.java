package io.pingdeck.stats;

import static java.util.Objects.requireNonNull;

/// What a ping says of the service that it asks. A ping that has ended keeps its last one.
///
/// @param sinceEpochNanos nanoseconds since 1970 UTC. Up and down: when the first probe of the
///   unbroken run was sent; failing: when the probe was sent that made it so; unknown: when the
///   last outcome came, or the ping was started
/// @param reason what most of the probes that were not answered as asked came to, in words; empty
///   if there is none
/// @param reached whether any of these reached the target; see [io.pingdeck.probe.Standing]
public record ServiceStatus(
    ServiceState state, long sinceEpochNanos, String reason, boolean reached) {
  public ServiceStatus {
    requireNonNull(state, "state");
    requireNonNull(reason, "reason");
  }

  /// @param why in words
  public static ServiceStatus unknown(long sinceEpochNanos, String why) {
    return new ServiceStatus(ServiceState.UNKNOWN, sinceEpochNanos, why, false);
  }
}
