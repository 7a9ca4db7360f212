package io.pingdeck.alert.engine;

import static io.pingdeck.alert.engine.Steps.PER_WINDOW;

import io.pingdeck.alert.rule.Condition.Threshold;
import io.pingdeck.alert.rule.Figure;
import io.pingdeck.ping.sample.Outcome;

/// The mean of the RTTs, or of the smoothed jitter after each pair of consecutive replies.
final class MeanGauge implements Gauge {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Threshold rule;
  private final Steps steps;
  private final Steps.Cleaner cleaner = this::clear;
  private final int[] counted;
  private final double[] sums;

  MeanGauge(Threshold rule, long windowNanos) {
    this.rule = rule;
    steps = new Steps(windowNanos, rule.windows());
    counted = new int[steps.size()];
    sums = new double[steps.size()];
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    if (rule.figure() == Figure.MEAN && outcome.hasRtt()) {
      add(rttNanos, now);
    } else if (rule.figure() == Figure.JITTER && series.hasNewJitter()) {
      add(series.jitter(), now);
    }
  }

  @Override
  public void corrected(
      Series series, Outcome outcome, long index, long lostAt, long rttNanos, long now) {
    if (rule.figure() == Figure.MEAN && outcome.hasRtt()) {
      add(rttNanos, now);
    }
  }

  private void add(double value, long now) {
    steps.start(now);
    int at = advance(now);
    counted[at]++;
    sums[at] += value;
  }

  private int advance(long now) {
    return steps.advance(now, cleaner);
  }

  private void clear(int position) {
    counted[position] = 0;
    sums[position] = 0;
  }

  /// NaN without values.
  private double mean(int window, long now) {
    advance(now);
    double sum = 0;
    long number = 0;
    for (int back = 0; back < PER_WINDOW; back++) {
      int at = steps.position(window, back);
      sum += sums[at];
      number += counted[at];
    }
    return number == 0 ? Double.NaN : sum / number;
  }

  @Override
  public Verdict verdict(Series series, long now) {
    double newest = mean(0, now);
    if (Double.isNaN(newest) || !steps.isFull(0, now)) {
      return Verdict.UNKNOWN;
    }
    if (newest <= rule.clearBelow()) {
      return Verdict.CLEAR;
    }
    for (int window = 0; window < rule.windows(); window++) {
      double mean = mean(window, now);
      if (Double.isNaN(mean) || !steps.isFull(window, now)) {
        return Verdict.UNKNOWN;
      }
      if (mean <= rule.above()) {
        return Verdict.BETWEEN;
      }
    }
    return Verdict.BAD;
  }

  /// Milliseconds.
  @Override
  public double value(Series series, long now) {
    return mean(0, now) / NANOS_PER_MILLI;
  }
}
