package io.pingdeck.alert.engine;

import io.pingdeck.ping.sample.Outcome;

/// Time without an expected reply, or without any outcome.
final class QuietGauge implements Gauge {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long length;
  private final boolean anyOutcome;
  private final long addedAt;
  private long heardAt = -1;

  private QuietGauge(long length, boolean anyOutcome, long addedAt) {
    this.length = length;
    this.anyOutcome = anyOutcome;
    this.addedAt = addedAt;
  }

  static QuietGauge noReply(long length, long addedAt) {
    return new QuietGauge(length, false, addedAt);
  }

  static QuietGauge noData(long length, long addedAt) {
    return new QuietGauge(length, true, addedAt);
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    if (anyOutcome || outcome == Outcome.REPLY) {
      heardAt = now;
    }
  }

  private long since() {
    return heardAt < 0 ? addedAt : heardAt;
  }

  @Override
  public Verdict verdict(Series series, long now) {
    if (!anyOutcome && series.isWithoutData(now)) {
      return Verdict.UNKNOWN;
    }
    // Between two probes a minute apart nothing is missing.
    boolean isMissing = anyOutcome || series.heardAt() > since();
    if (isMissing && now - since() >= length) {
      return Verdict.BAD;
    }
    return heardAt < 0 ? Verdict.UNKNOWN : Verdict.CLEAR;
  }

  /// Seconds.
  @Override
  public double value(Series series, long now) {
    return (now - since()) / NANOS_PER_SECOND;
  }
}
