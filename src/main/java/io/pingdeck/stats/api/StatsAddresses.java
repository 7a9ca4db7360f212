package io.pingdeck.stats.api;

import io.pingdeck.bus.Service;

/// Where the statistics answer.
public final class StatsAddresses {
  /// Web -> statistics.
  public static final Service<StatsQuery, StatsAnswer> STATS =
      new Service<>("stats", StatsQuery.class, StatsAnswer.class);

  private StatsAddresses() {}
}
