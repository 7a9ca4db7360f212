package io.pingdeck.heartbeat.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.disk.RecordLines;
import io.pingdeck.heartbeat.api.BeatChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The persistent state of a monitor.
///
/// @param lastChange id of the last change
/// @param changes the latest changes
/// @param changed overrides of the configured defaults
public record SavedMonitor(
    int version,
    long savedEpochNanos,
    long lastChange,
    List<SavedApplication> applications,
    List<BeatChange> changes,
    Optional<RuleResolver.Changed> changed) {
  public static final int VERSION = 1;

  public SavedMonitor {
    if (version != VERSION) {
      throw new IllegalArgumentException("of version " + version + ", not " + VERSION);
    }
    changed = changed == null ? Optional.empty() : changed;
    applications = List.copyOf(applications);
    changes = List.copyOf(changes);
  }

  /// Substitute for a lost head, if only applications and changes could be read. It counts as saved
  /// now, and leaves room for the ids of lost changes.
  public static ObjectNode rest() {
    Instant now = Instant.now();
    return RecordLines.object()
        .put("version", VERSION)
        .put("savedEpochNanos", EpochNanos.of(now))
        .put("lastChange", now.toEpochMilli());
  }

  public SavedMonitor with(List<BeatChange> latest) {
    return new SavedMonitor(version, savedEpochNanos, lastChange, applications, latest, changed);
  }
}
