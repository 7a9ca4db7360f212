package io.pingdeck.stats.api;

/// Memory limits of the statistics, independent of the number of pings.
///
/// @param samplesPerPing maximum number of samples held per ping
/// @param samplesInAll maximum number of samples of all pings together; with too many pings each
///   keeps fewer, but at least [#FEWEST_SAMPLES]
/// @param endedPings number of ended pings kept; the one that ended first is evicted first
public record StatsLimits(int samplesPerPing, int samplesInAll, int endedPings) {
  /// Enough for three hundred pings with all their samples, in about 40 MB.
  public static final StatsLimits DEFAULT = new StatsLimits(3000, 1_000_000, 1000);

  /// Minimum per ping: the number of outcomes that the page shows in a row.
  public static final int FEWEST_SAMPLES = 60;

  public StatsLimits {
    if (samplesPerPing < 1 || samplesInAll < 1 || endedPings < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: " + samplesPerPing + " " + samplesInAll + " " + endedPings);
    }
  }

  /// Number of samples each of `pings` pings may keep. The configured number is halved as often as
  /// necessary, so that a new ping rarely makes all others shrink.
  public int share(int pings) {
    int share = samplesPerPing;
    while (share > FEWEST_SAMPLES && (long) share * pings > samplesInAll) {
      share = Math.max(FEWEST_SAMPLES, share / 2);
    }
    return share;
  }
}
