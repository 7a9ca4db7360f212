package io.pingdeck.stats.rtt;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.PingId;

/// The distribution of all RTTs of one ping.
public record PingRtts(PingId id, RttFigures rtts) {
  public PingRtts {
    requireNonNull(id, "id");
    requireNonNull(rtts, "rtts");
  }
}
