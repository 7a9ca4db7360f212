package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What holds for a whole monitor.
///
/// @param defaults of the configuration
/// @param maxUnknown applications that nobody named, at once
/// @param tick how often silence is judged
public record MonitorRules(BeatDefaults defaults, int maxUnknown, Duration tick) {
  public MonitorRules {
    requireNonNull(defaults, "defaults");
    requireNonNull(tick, "tick");
    if (maxUnknown < 0) {
      throw new IllegalArgumentException("maxUnknown is negative: " + maxUnknown);
    }
  }
}
