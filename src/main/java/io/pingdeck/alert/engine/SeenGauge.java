package io.pingdeck.alert.engine;

import io.pingdeck.ping.sample.Outcome;

/// Whether a probe of the window had an outcome.
final class SeenGauge implements Gauge {
  private final Outcome wanted;
  private final Counts counts;

  SeenGauge(Outcome wanted, Counts counts) {
    this.wanted = wanted;
    this.counts = counts;
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    if (outcome.isSent()) {
      counts.add(series.sent(), outcome == wanted ? Counts.BAD : 0, now);
    }
  }

  @Override
  public void corrected(
      Series series, Outcome outcome, long index, long lostAt, long rttNanos, long now) {
    if (outcome == wanted) {
      counts.change(index, lostAt, 0, Counts.BAD, now);
    }
  }

  @Override
  public Verdict verdict(Series series, long now) {
    if (counts.bad(0, now) > 0) {
      return Verdict.BAD;
    }
    return counts.counted(0, now) > 0 && counts.isFull(0, now) ? Verdict.CLEAR : Verdict.UNKNOWN;
  }

  /// Number of probes.
  @Override
  public double value(Series series, long now) {
    return counts.bad(0, now);
  }
}
