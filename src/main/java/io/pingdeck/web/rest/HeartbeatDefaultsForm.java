package io.pingdeck.web.rest;

import io.pingdeck.base.Durations;
import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.json.JsonFields;
import java.time.Duration;
import java.util.Optional;

/// A change of the rules for all applications; empty fields remain unchanged.
record HeartbeatDefaultsForm(HeartbeatForm rules, Optional<Duration> assumedInterval) {
  private static final String ASSUMED = "assumedInterval";

  /// @throws io.pingdeck.base.FaultException with every fault of the fields
  static HeartbeatDefaultsForm read(JsonFields fields) {
    HeartbeatForm rules = HeartbeatForm.take(fields);
    Optional<Duration> assumed = fields.duration(ASSUMED).flatMap(text -> assumed(fields, text));
    return fields.complete(() -> new HeartbeatDefaultsForm(rules, assumed));
  }

  private static Optional<Duration> assumed(JsonFields fields, String text) {
    try {
      Duration time = Durations.parse(text);
      if (time.compareTo(BeatRules.SHORTEST) < 0 || time.compareTo(BeatRules.LONGEST) > 0) {
        fields.fault(ASSUMED, "must be from 1ms to 366d");
      }
      return Optional.of(time);
    } catch (IllegalArgumentException e) {
      fields.fault(ASSUMED, "is " + e.getMessage());
      return Optional.empty();
    }
  }

  /// @throws io.pingdeck.base.FaultException if the rules contradict each other
  BeatDefaults applyTo(BeatDefaults defaults) {
    return new BeatDefaults(
        rules.applyTo(defaults.rules()), assumedInterval.orElse(defaults.assumedInterval()));
  }
}
