package io.pingdeck.web.rest;

import io.pingdeck.base.Durations;
import io.pingdeck.base.FaultException;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.json.HeartbeatJson;
import io.pingdeck.json.JsonFields;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A change of an application's rules; empty fields remain unchanged.
record HeartbeatForm(
    Optional<Optional<Duration>> interval,
    Optional<Optional<Duration>> grace,
    OptionalInt lateMisses,
    OptionalInt misses,
    OptionalDouble lossThreshold) {
  /// @throws FaultException with every fault of the fields
  static HeartbeatForm read(JsonFields fields) {
    HeartbeatForm form = take(fields);
    return fields.complete(() -> form);
  }

  /// Reads the fields of rules and collects their faults; other fields may be present.
  static HeartbeatForm take(JsonFields fields) {
    Optional<Optional<Duration>> interval = time(fields, "interval");
    Optional<Optional<Duration>> grace = time(fields, "grace");
    OptionalInt lateMisses = fields.smallNumber("lateMisses");
    OptionalInt misses = fields.smallNumber("misses");
    OptionalDouble lossThreshold = fields.number("lossThreshold");
    return new HeartbeatForm(interval, grace, lateMisses, misses, lossThreshold);
  }

  private static Optional<Optional<Duration>> time(JsonFields fields, String field) {
    Optional<String> text = fields.duration(field);
    if (text.filter(HeartbeatJson.LEARNED::equals).isPresent()) {
      return Optional.of(Optional.empty());
    }
    try {
      return text.map(given -> Optional.of(Durations.parse(given)));
    } catch (IllegalArgumentException e) {
      fields.fault(field, "is " + e.getMessage() + ", nor \"" + HeartbeatJson.LEARNED + "\"");
      return Optional.empty();
    }
  }

  /// @throws FaultException if the rules contradict each other
  BeatRules applyTo(BeatRules rules) {
    int newMisses = misses.orElse(rules.misses());
    int newLateMisses = lateMisses.orElse(rules.lateMisses());
    if (newMisses < 2 || newMisses > BeatRules.MAX_MISSES) {
      throw new FaultException("misses", "must be a number from 2 to " + BeatRules.MAX_MISSES);
    }
    if (newLateMisses < 1 || newLateMisses >= newMisses) {
      throw new FaultException("lateMisses", "must be 1 or more and below misses: " + newMisses);
    }
    double newLoss = lossThreshold.orElse(rules.lossThreshold());
    if (!(newLoss >= 0 && newLoss <= 1)) {
      throw new FaultException("lossThreshold", "must be a share (0-1)");
    }
    Optional<Duration> newInterval = interval.orElse(rules.interval());
    if (newInterval.isPresent() && newInterval.get().compareTo(Duration.ofMillis(1)) < 0) {
      throw new FaultException("interval", "is too short (at least 1ms)");
    }
    Optional<Duration> newGrace = grace.orElse(rules.grace());
    inRange("interval", newInterval);
    inRange("grace", newGrace);
    return new BeatRules(newInterval, newGrace, newLateMisses, newMisses, newLoss);
  }

  private static void inRange(String field, Optional<Duration> time) {
    if (time.isPresent() && time.get().compareTo(BeatRules.LONGEST) > 0) {
      throw new FaultException(field, "is too long (at most 366d)");
    }
  }
}
