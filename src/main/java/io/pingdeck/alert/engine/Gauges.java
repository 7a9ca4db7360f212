package io.pingdeck.alert.engine;

import io.pingdeck.alert.rule.Condition;
import io.pingdeck.alert.rule.Figure;
import io.pingdeck.alert.rule.Window;
import java.time.Duration;
import java.time.InstantSource;

/// Makes the gauge of a condition.
final class Gauges {
  private static final Duration HOUR = Duration.ofHours(1);

  private Gauges() {}

  /// @param wall the time with which certificates are compared
  /// @param now since when the gauge is there
  static Gauge of(Condition condition, InstantSource wall, long now) {
    return switch (condition) {
      case Condition.Threshold threshold -> of(threshold);
      case Condition.Rise rise -> new RiseGauge(rise.percent(), new TimeCounts(HOUR.toNanos(), 1));
      case Condition.NoReply silence -> QuietGauge.noReply(silence.length().toNanos(), now);
      case Condition.NoData gap -> QuietGauge.noData(gap.length().toNanos(), now);
      case Condition.Seen seen -> new SeenGauge(seen.outcome(), counts(seen.window(), 1));
      case Condition.Certificate certificate -> new CertificateGauge(certificate.within(), wall);
      case Condition.BurnRate burn -> new BurnGauge(burn);
      case Condition.Beat beat -> new BeatGauge(beat.states());
    };
  }

  private static Gauge of(Condition.Threshold threshold) {
    if (threshold.figure().isMean()) {
      Window.Time window = (Window.Time) threshold.window();
      return new MeanGauge(threshold, window.length().toNanos());
    }
    Counts counts = counts(threshold.window(), threshold.windows());
    return threshold.figure() == Figure.LOSS
        ? new LossGauge(threshold, counts)
        : new PercentileGauge(threshold, counts);
  }

  private static Counts counts(Window window, int windows) {
    return switch (window) {
      case Window.Probes probes -> new ProbeCounts(probes.number(), windows);
      case Window.Time time -> new TimeCounts(time.length().toNanos(), windows);
    };
  }
}
