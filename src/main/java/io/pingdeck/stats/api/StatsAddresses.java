package io.pingdeck.stats.api;

import io.pingdeck.bus.UntypedService;

/// Where the statistics answer.
public final class StatsAddresses {
  /// Web -> statistics.
  public static final UntypedService<StatsQuery, StatsAnswer> STATS =
      new UntypedService<>("stats", StatsQuery.class, StatsAnswer.class);

  private StatsAddresses() {}
}
