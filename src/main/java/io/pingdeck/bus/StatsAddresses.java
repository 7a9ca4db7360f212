package io.pingdeck.bus;

/// Where the statistics answer.
public final class StatsAddresses {
  /// Web -> statistics.
  public static final Service<StatsQuery, StatsAnswer> STATS =
      new Service<>("stats", StatsQuery.class, StatsAnswer.class);

  private StatsAddresses() {}
}
