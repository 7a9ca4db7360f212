package io.pingdeck.stats.api;

/// How much the statistics hold in memory, however many pings there are.
///
/// @param samplesPerPing how many of each ping's latest samples are held at most
/// @param samplesInAll how many samples of all pings together; where there are more pings than that
///   leaves room for, each keeps fewer, but never less than the page shows of it
/// @param endedPings how many pings that have ended are remembered; the one that ended first is
///   forgotten first
public record StatsLimits(int samplesPerPing, int samplesInAll, int endedPings) {
  /// A thousand pings with all their samples, in about 120 MB.
  public static final StatsLimits DEFAULT = new StatsLimits(3000, 3_000_000, 1000);

  /// What every ping keeps: the page shows so many outcomes in its row.
  public static final int FEWEST_SAMPLES = 60;

  public StatsLimits {
    if (samplesPerPing < 1 || samplesInAll < 1 || endedPings < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: " + samplesPerPing + " " + samplesInAll + " " + endedPings);
    }
  }

  /// How many samples each of so many pings may keep: as many as asked for, or half of it as often
  /// as it takes, so that a ping more seldom makes all the others give something up.
  public int share(int pings) {
    int share = samplesPerPing;
    while (share > FEWEST_SAMPLES && (long) share * pings > samplesInAll) {
      share = Math.max(FEWEST_SAMPLES, share / 2);
    }
    return share;
  }
}
