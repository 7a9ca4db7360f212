package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What all pings, single probes and heartbeats together may send to other hosts. This host is no
/// part of it.
///
/// @param packetsPerTarget packets a second to one address
/// @param bitsPerTarget bits a second to one address, with IP headers
/// @param packetsInAll packets a second to all addresses
/// @param bitsInAll bits a second to all addresses
/// @param probeInterval shortest time between two single probes of one target
public record SendLimits(
    int packetsPerTarget,
    long bitsPerTarget,
    int packetsInAll,
    long bitsInAll,
    Duration probeInterval) {
  public static final SendLimits DEFAULT =
      new SendLimits(1_000, 10_000_000, 100_000, 500_000_000, Duration.ofSeconds(1));

  public SendLimits {
    requireNonNull(probeInterval, "probeInterval");
  }
}
