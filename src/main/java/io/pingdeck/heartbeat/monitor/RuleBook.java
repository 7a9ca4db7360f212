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

/// Which rules an application is judged by that has none of its own: what the file says of it, then
/// what was changed for all while the monitor ran, then what the file says for all.
final class RuleBook {
  private final BeatDefaults file;
  private final Map<String, KnownApplication> known = new LinkedHashMap<>();
  private Changed changed = Changed.NOTHING;
  private BeatDefaults inForce;

  RuleBook(BeatDefaults file, List<KnownApplication> known) {
    this.file = file;
    inForce = file;
    known.forEach(application -> this.known.put(application.name(), application));
  }

  /// What stands over the file; it outlives the process.
  record Changed(PartialRules rules, Optional<Duration> assumedInterval) {
    static final Changed NOTHING = new Changed(PartialRules.NONE, Optional.empty());
  }

  Changed changed() {
    return changed;
  }

  /// The defaults as the file has them.
  BeatDefaults file() {
    return file;
  }

  /// The defaults that hold.
  BeatDefaults inForce() {
    return inForce;
  }

  /// What is as in the file is not held as changed: it follows the file when that is edited.
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

  /// For an application without rules of its own.
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
