package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.policy.UserLimits;
import java.time.Duration;

/// Limits of what all pings, single probes and heartbeats together send to other hosts. Traffic to
/// this host is exempt.
///
/// @param packetsPerTarget packets per second to one address
/// @param bitsPerTarget bits per second to one address, with IP headers
/// @param packetsInAll packets per second to all addresses
/// @param bitsInAll bits per second to all addresses
/// @param probeInterval minimum time between two single probes of one target
/// @param perUser limits of each remote user
public record SendLimits(
    int packetsPerTarget,
    long bitsPerTarget,
    int packetsInAll,
    long bitsInAll,
    Duration probeInterval,
    UserLimits perUser) {
  public static final SendLimits DEFAULT =
      new SendLimits(1_000, 10_000_000, 100_000, 500_000_000, Duration.ofSeconds(1));

  public SendLimits {
    requireNonNull(probeInterval, "probeInterval");
    requireNonNull(perUser, "perUser");
  }

  /// With the default limits of each user.
  public SendLimits(
      int packetsPerTarget,
      long bitsPerTarget,
      int packetsInAll,
      long bitsInAll,
      Duration probeInterval) {
    this(
        packetsPerTarget,
        bitsPerTarget,
        packetsInAll,
        bitsInAll,
        probeInterval,
        UserLimits.DEFAULT);
  }
}
