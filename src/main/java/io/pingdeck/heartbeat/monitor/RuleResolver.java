package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.KnownApplication;
import io.pingdeck.heartbeat.api.PartialRules;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of an application without its own. In order of precedence: the configuration of the
/// application, changes made for all at run time, the configured defaults.
final class RuleResolver {
  private final BeatDefaults file;
  private final Map<String, KnownApplication> known = new LinkedHashMap<>();
  private Changed changed = Changed.NOTHING;
  private BeatDefaults inForce;

  RuleResolver(BeatDefaults file, List<KnownApplication> known) {
    this.file = file;
    inForce = file;
    known.forEach(application -> this.known.put(application.name(), application));
  }

  /// Run-time changes, which override the configuration and are persistent.
  record Changed(PartialRules rules, Optional<Duration> assumedInterval) {
    static final Changed NOTHING = new Changed(PartialRules.NONE, Optional.empty());
  }

  Changed changed() {
    return changed;
  }

  /// The defaults from the configuration.
  BeatDefaults file() {
    return file;
  }

  /// The effective defaults.
  BeatDefaults inForce() {
    return inForce;
  }

  /// Values equal to the configuration are not stored as changes, so that they follow later edits
  /// of the file.
  void change(BeatDefaults wanted) {
    boolean same = wanted.assumedInterval().equals(file.assumedInterval());
    change(
        new Changed(
            PartialRules.between(file.rules(), wanted.rules()),
            same ? Optional.empty() : Optional.of(wanted.assumedInterval())));
  }

  void change(Changed kept) {
    changed = kept;
    inForce =
        new BeatDefaults(
            kept.rules().over(file.rules()), kept.assumedInterval().orElse(file.assumedInterval()));
  }

  /// The rules of an application without its own.
  BeatRules of(String name) {
    return known(name)
        .map(application -> application.rules().over(inForce.rules()))
        .orElse(inForce.rules());
  }

  Optional<KnownApplication> known(String name) {
    return Optional.ofNullable(known.get(name));
  }

  Collection<KnownApplication> known() {
    return known.values();
  }
}
