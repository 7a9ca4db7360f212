package io.pingdeck.alert.engine;

import io.pingdeck.alert.rule.Figure;
import io.pingdeck.ping.sample.Outcome;

/// The median RTT of the last hour against that of the same hour a week before. Unknown without
/// one.
final class RiseGauge implements Gauge {
  private final double factor;
  private final TimeCounts counts;
  private long added;

  RiseGauge(double percent, TimeCounts counts) {
    factor = 1 + percent / 100;
    this.counts = counts;
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    if (outcome.hasRtt() && series.baselineNanos() > 0) {
      boolean above = rttNanos > series.baselineNanos() * factor;
      counts.add(added++, above ? Counts.BAD : 0, now);
    }
  }

  @Override
  public Verdict verdict(Series series, long now) {
    long counted = counts.counted(0, now);
    if (counted == 0 || !counts.isFull(0, now)) {
      return Verdict.UNKNOWN;
    }
    return counts.bad(0, now) > Figure.P50.tolerated(counted) ? Verdict.BAD : Verdict.CLEAR;
  }

  /// Percent of the RTTs above the raised median of a week ago.
  @Override
  public double value(Series series, long now) {
    return 100.0 * counts.bad(0, now) / counts.counted(0, now);
  }
}
