package io.pingdeck.history.api;

/// How much history is kept. The oldest days go first, each as a whole.
///
/// Days are counted, not compared with the clock: days without data do not count, and a wall clock
/// that is wrong for a while makes nobody's history vanish.
///
/// @param sampleDays days of samples, at least 1
/// @param rollupDays days of rollups, at least 1
/// @param maxBytes of everything together
public record HistoryLimits(int sampleDays, int rollupDays, long maxBytes) {
  /// A week of samples, two years of rollups, 10 GiB.
  public static final HistoryLimits DEFAULT = new HistoryLimits(7, 730, 10L << 30);

  public HistoryLimits {
    if (sampleDays < 1 || rollupDays < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "not limits: " + sampleDays + ", " + rollupDays + ", " + maxBytes);
    }
  }
}
