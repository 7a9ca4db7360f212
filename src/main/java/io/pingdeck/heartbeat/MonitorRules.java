package io.pingdeck.heartbeat;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What holds for a whole monitor.
///
/// @param defaults what an application is judged by that has no rules of its own
/// @param assumedInterval what stands for an interval as long as it is neither set nor learned
/// @param maxUnknown applications that nobody named, at once
/// @param tick how often silence is judged
record MonitorRules(BeatRules defaults, Duration assumedInterval, int maxUnknown, Duration tick) {
  MonitorRules {
    requireNonNull(defaults, "defaults");
    requireNonNull(assumedInterval, "assumedInterval");
    requireNonNull(tick, "tick");
    if (maxUnknown < 0) {
      throw new IllegalArgumentException("maxUnknown is negative: " + maxUnknown);
    }
  }
}
