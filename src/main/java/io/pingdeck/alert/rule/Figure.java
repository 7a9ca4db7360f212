package io.pingdeck.alert.rule;

import java.util.Optional;

/// A figure of a ping that a rule compares with a threshold.
public enum Figure {
  /// Share of the sent probes that count as lost, in percent; see
  /// [io.pingdeck.ping.sample.Outcome#isUnanswered()].
  LOSS("loss", 0),
  P50("p50", 50),
  P90("p90", 90),
  P95("p95", 95),
  P99("p99", 99),
  /// Mean of the RTTs.
  MEAN("mean", 0),
  /// Maximum of the RTTs.
  MAX("max", 100),
  /// Mean over the window of the smoothed jitter of RFC 3550 after each pair of consecutive
  /// replies.
  JITTER("jitter", 0);

  private final String word;
  private final int percentile;

  Figure(String word, int percentile) {
    this.word = word;
    this.percentile = percentile;
  }

  /// Its name in rules.
  public String word() {
    return word;
  }

  static Optional<Figure> of(String word) {
    String known = word.equals("median") ? P50.word : word;
    for (Figure figure : values()) {
      if (figure.word.equals(known)) {
        return Optional.of(figure);
      }
    }
    return Optional.empty();
  }

  /// Whether it is the RTT at a rank; the maximum is the RTT at the last one.
  public boolean isPercentile() {
    return percentile > 0;
  }

  /// Whether it is a mean, which needs the values and not only their number above a threshold.
  public boolean isMean() {
    return this == MEAN || this == JITTER;
  }

  /// Number of values that may be above a threshold while this percentile is not: with the nearest
  /// rank, the percentile of n values is the one at rank `ceil(percent * n / 100)`.
  public long tolerated(long values) {
    return values - Math.ceilDiv(percentile * values, 100);
  }
}
