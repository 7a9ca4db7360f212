package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// Rules of every application without rules of its own.
///
/// @param assumedInterval interval to assume while it is neither set nor learned
public record BeatDefaults(BeatRules rules, Duration assumedInterval) {
  public BeatDefaults {
    requireNonNull(rules, "rules");
    if (assumedInterval.compareTo(BeatRules.SHORTEST) < 0
        || assumedInterval.compareTo(BeatRules.LONGEST) > 0) {
      throw new IllegalArgumentException("assumedInterval out of range: " + assumedInterval);
    }
  }
}
