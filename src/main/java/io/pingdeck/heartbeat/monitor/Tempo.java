package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatRules;
import java.time.Duration;
import java.util.OptionalLong;

/// How often an application should beat and when its silence means something: as its rules say,
/// else as learned, else as assumed. All in nanoseconds.
final class Tempo {
  private static final long LEAST_GRACE = Duration.ofMillis(250).toNanos();

  private final ArrivalPattern pattern = new ArrivalPattern();
  private long assumedInterval;
  private BeatRules rules;

  /// @param assumedInterval what stands for the interval as long as it is unknown
  Tempo(BeatRules rules, long assumedInterval) {
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

  /// Two beats arrived this far apart; see [ArrivalPattern#observe(long, long)].
  void observe(long nanos, long step) {
    pattern.observe(nanos, step);
  }

  /// Takes over what an earlier process had learned.
  void restore(long learnedInterval) {
    pattern.restore(learnedInterval);
  }

  /// Set or learned.
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

  /// Silence after which it is late.
  long lateAfter() {
    return rules.lateMisses() * interval() + grace();
  }

  /// Silence after which it has stopped: one window.
  long stoppedAfter() {
    return rules.misses() * interval() + grace();
  }
}
