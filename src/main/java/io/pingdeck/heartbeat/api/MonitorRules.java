package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// Rules of a whole monitor.
///
/// @param defaults those of the configuration
/// @param maxUnknown maximum number of applications that are not configured
/// @param tick how often silence is evaluated
public record MonitorRules(BeatDefaults defaults, int maxUnknown, Duration tick) {
  public MonitorRules {
    requireNonNull(defaults, "defaults");
    requireNonNull(tick, "tick");
    if (maxUnknown < 0) {
      throw new IllegalArgumentException("maxUnknown is negative: " + maxUnknown);
    }
  }
}
