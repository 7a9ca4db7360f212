package io.pingdeck.alert.engine;

import io.pingdeck.alert.rule.Condition.Threshold;
import io.pingdeck.ping.sample.Outcome;

/// The share of the sent probes that count as lost.
final class LossGauge implements Gauge {
  private static final int LOST = Counts.BAD | Counts.NOT_CLEAR;

  private final Threshold rule;
  private final Counts counts;

  LossGauge(Threshold rule, Counts counts) {
    this.rule = rule;
    this.counts = counts;
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    if (outcome.isSent()) {
      counts.add(series.sent(), outcome.isUnanswered() ? LOST : 0, now);
    }
  }

  @Override
  public void corrected(
      Series series, Outcome outcome, long index, long lostAt, long rttNanos, long now) {
    if (!outcome.isUnanswered()) {
      counts.change(index, lostAt, LOST, 0, now);
    }
  }

  @Override
  public Verdict verdict(Series series, long now) {
    long newest = counts.counted(0, now);
    if (newest == 0 || !counts.isFull(0, now)) {
      return Verdict.UNKNOWN;
    }
    if (100.0 * counts.bad(0, now) <= rule.clearBelow() * newest) {
      return Verdict.CLEAR;
    }
    for (int window = 0; window < rule.windows(); window++) {
      long counted = counts.counted(window, now);
      if (counted == 0 || !counts.isFull(window, now)) {
        return Verdict.UNKNOWN;
      }
      if (100.0 * counts.bad(window, now) <= rule.above() * counted) {
        return Verdict.BETWEEN;
      }
    }
    return Verdict.BAD;
  }

  /// Percent of the newest window.
  @Override
  public double value(Series series, long now) {
    return 100.0 * counts.bad(0, now) / counts.counted(0, now);
  }
}
