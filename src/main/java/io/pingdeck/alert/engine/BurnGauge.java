package io.pingdeck.alert.engine;

import io.pingdeck.alert.rule.Condition.BurnRate;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Standing;

/// How fast the budget of an objective burns. As long as the long window is not full, the missing
/// part counts as served, so that the first failure of a new ping does not fire.
final class BurnGauge implements Gauge {
  private final BurnRate rule;
  private final TimeCounts longer;
  private final TimeCounts shorter;

  BurnGauge(BurnRate rule) {
    this.rule = rule;
    longer = new TimeCounts(rule.longWindow().toNanos(), 1);
    shorter = new TimeCounts(rule.shortWindow().toNanos(), 1);
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    if (outcome.isSent()) {
      int bits = outcome.standing() == Standing.SERVED ? 0 : Counts.BAD;
      longer.add(0, bits, now);
      shorter.add(0, bits, now);
    }
  }

  @Override
  public Verdict verdict(Series series, long now) {
    if (shorter.counted(0, now) == 0 || !shorter.isFull(0, now)) {
      return Verdict.UNKNOWN;
    }
    boolean burns =
        percent(shorter, now) > rule.above()
            && percent(longer, now) * longer.covered(now) > rule.above();
    return burns ? Verdict.BAD : Verdict.CLEAR;
  }

  private static double percent(TimeCounts counts, long now) {
    return 100.0 * counts.bad(0, now) / counts.counted(0, now);
  }

  /// The multiple in the long window.
  @Override
  public double value(Series series, long now) {
    return percent(longer, now) * longer.covered(now) / (100 - rule.objective());
  }
}
