package io.pingdeck.history.api;

/// Limits of the history. The oldest days are deleted first, each as a whole.
///
/// Days are counted, not compared with the clock. Days without data do not count, so a wall clock
/// that is wrong for a while deletes nothing.
///
/// @param sampleDays days of samples, at least 1
/// @param rollupDays days of rollups, at least 1
/// @param maxBytes total size in bytes
public record HistoryLimits(int sampleDays, int rollupDays, long maxBytes) {
  /// One week of samples, two years of rollups, 10 GiB.
  public static final HistoryLimits DEFAULT = new HistoryLimits(7, 730, 10L << 30);

  public HistoryLimits {
    if (sampleDays < 1 || rollupDays < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "not limits: " + sampleDays + ", " + rollupDays + ", " + maxBytes);
    }
  }
}
