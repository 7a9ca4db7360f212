package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What every application is judged by that has nothing of its own.
///
/// @param assumedInterval what stands for an interval as long as it is neither set nor learned
public record BeatDefaults(BeatRules rules, Duration assumedInterval) {
  public BeatDefaults {
    requireNonNull(rules, "rules");
    if (assumedInterval.compareTo(BeatRules.SHORTEST) < 0
        || assumedInterval.compareTo(BeatRules.LONGEST) > 0) {
      throw new IllegalArgumentException("assumedInterval out of range: " + assumedInterval);
    }
  }
}
