package io.pingdeck.alert.engine;

import io.pingdeck.alert.rule.Condition.Threshold;
import io.pingdeck.ping.sample.Outcome;

/// A percentile of the RTTs against thresholds. It is above a threshold exactly if more RTTs are
/// than the percentile tolerates, so counting them is enough.
final class PercentileGauge implements Gauge {
  private final Threshold rule;
  private final Counts counts;
  private final long above;
  private final long clearBelow;
  private long added;

  PercentileGauge(Threshold rule, Counts counts) {
    this.rule = rule;
    this.counts = counts;
    above = (long) rule.above();
    clearBelow = (long) rule.clearBelow();
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    if (outcome.hasRtt()) {
      add(rttNanos, now);
    }
  }

  @Override
  public void corrected(
      Series series, Outcome outcome, long index, long lostAt, long rttNanos, long now) {
    decided(series, outcome, rttNanos, now);
  }

  private void add(long rttNanos, long now) {
    int bits = (rttNanos > above ? Counts.BAD : 0) | (rttNanos > clearBelow ? Counts.NOT_CLEAR : 0);
    counts.add(added++, bits, now);
  }

  @Override
  public Verdict verdict(Series series, long now) {
    long newest = counts.counted(0, now);
    if (newest == 0 || !counts.isFull(0, now)) {
      return Verdict.UNKNOWN;
    }
    if (counts.notClear(0, now) <= rule.figure().tolerated(newest)) {
      return Verdict.CLEAR;
    }
    for (int window = 0; window < rule.windows(); window++) {
      long counted = counts.counted(window, now);
      if (counted == 0 || !counts.isFull(window, now)) {
        return Verdict.UNKNOWN;
      }
      if (counts.bad(window, now) <= rule.figure().tolerated(counted)) {
        return Verdict.BETWEEN;
      }
    }
    return Verdict.BAD;
  }

  /// Percent of the newest window's RTTs above the threshold.
  @Override
  public double value(Series series, long now) {
    return 100.0 * counts.bad(0, now) / counts.counted(0, now);
  }
}
