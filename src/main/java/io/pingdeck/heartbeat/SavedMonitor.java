package io.pingdeck.heartbeat;

import java.util.List;
import java.util.Optional;

/// What a restarted monitor must know.
///
/// @param lastChange the id of the last change there was
/// @param changes the latest of them
/// @param changed what stands over the file's defaults
record SavedMonitor(
    int version,
    long savedEpochNanos,
    long lastChange,
    List<SavedApplication> applications,
    List<BeatChange> changes,
    Optional<RuleBook.Changed> changed) {
  static final int VERSION = 1;

  SavedMonitor {
    if (version != VERSION) {
      throw new IllegalArgumentException("of version " + version + ", not " + VERSION);
    }
    applications = List.copyOf(applications);
    changes = List.copyOf(changes);
  }

  SavedMonitor with(List<BeatChange> latest) {
    return new SavedMonitor(version, savedEpochNanos, lastChange, applications, latest, changed);
  }
}
