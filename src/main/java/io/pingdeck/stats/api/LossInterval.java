package io.pingdeck.stats.api;

/// Where the true probability of loss lies with 95 % confidence, if probes are lost independently
/// of one another: the score interval (E. B. Wilson, JASA 22, 1927). With n probes, a share p of
/// them unanswered and z = 1.96 (the normal distribution's 97.5th percentile) it reaches from (p +
/// z²/2n - w) / (1 + z²/n) to (p + z²/2n + w) / (1 + z²/n), where w = z sqrt(p (1 - p) / n +
/// z²/4n²).
///
/// @param lowPercent 0-100
/// @param highPercent 0-100
public record LossInterval(double lowPercent, double highPercent) {
  private static final double Z = 1.959963984540054;

  /// @param probes at least 1
  /// @param unanswered at most `probes`
  public static LossInterval of(long unanswered, long probes) {
    if (probes < 1 || unanswered < 0 || unanswered > probes) {
      throw new IllegalArgumentException(unanswered + " of " + probes);
    }
    double share = (double) unanswered / probes;
    double square = Z * Z / probes;
    double middle = share + square / 2;
    double half = Math.sqrt(square * share * (1 - share) + square * square / 4);
    // Avoids rounding errors at the ends, where the two terms are equal.
    double low = unanswered == 0 ? 0 : (middle - half) / (1 + square);
    double high = unanswered == probes ? 1 : (middle + half) / (1 + square);
    return new LossInterval(100 * low, 100 * high);
  }
}
