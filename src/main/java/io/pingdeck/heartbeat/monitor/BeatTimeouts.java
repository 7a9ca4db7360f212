package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatRules;
import java.time.Duration;
import java.util.OptionalLong;

/// The expected interval of an application, and when its silence is significant. Set by its rules,
/// otherwise learned, otherwise assumed. All values in nanoseconds.
final class BeatTimeouts {
  private static final long LEAST_GRACE = Duration.ofMillis(250).toNanos();

  private final IntervalEstimator pattern = new IntervalEstimator();
  private long assumedInterval;
  private BeatRules rules;

  /// @param assumedInterval interval to assume while it is unknown
  BeatTimeouts(BeatRules rules, long assumedInterval) {
    this.rules = rules;
    this.assumedInterval = assumedInterval;
  }

  BeatRules rules() {
    return rules;
  }

  void rules(BeatRules changed) {
    rules = changed;
  }

  void assume(long changedInterval) {
    assumedInterval = changedInterval;
  }

  /// Records the gap between two arrivals; see [IntervalEstimator#observe(long, long)].
  void observe(long nanos, long step) {
    pattern.observe(nanos, step);
  }

  /// Restores the interval learned by an earlier process.
  void restore(long learnedInterval) {
    pattern.restore(learnedInterval);
  }

  /// The configured or learned interval.
  OptionalLong knownInterval() {
    return rules.interval().isPresent()
        ? OptionalLong.of(rules.interval().get().toNanos())
        : pattern.interval();
  }

  long interval() {
    return knownInterval().orElse(assumedInterval);
  }

  long grace() {
    if (rules.grace().isPresent()) {
      return rules.grace().get().toNanos();
    }
    return pattern.grace().orElse(Math.max(LEAST_GRACE, interval() / 2));
  }

  /// Silence after which the application is late.
  long lateAfter() {
    return rules.lateMisses() * interval() + grace();
  }

  /// Silence after which it has stopped: one window.
  long stoppedAfter() {
    return rules.misses() * interval() + grace();
  }
}
