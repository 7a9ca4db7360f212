package io.pingdeck.heartbeat.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.disk.RecordLines;
import io.pingdeck.heartbeat.api.BeatChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a restarted monitor must know.
///
/// @param lastChange the id of the last change there was
/// @param changes the latest of them
/// @param changed what stands over the file's defaults
public record SavedMonitor(
    int version,
    long savedEpochNanos,
    long lastChange,
    List<SavedApplication> applications,
    List<BeatChange> changes,
    Optional<RuleBook.Changed> changed) {
  public static final int VERSION = 1;

  public SavedMonitor {
    if (version != VERSION) {
      throw new IllegalArgumentException("of version " + version + ", not " + VERSION);
    }
    changed = changed == null ? Optional.empty() : changed;
    applications = List.copyOf(applications);
    changes = List.copyOf(changes);
  }

  /// What stands in for the rest where only applications and changes could be read: saved now, and
  /// with room for changes that are lost.
  public static ObjectNode rest() {
    Instant now = Instant.now();
    return RecordLines.object()
        .put("version", VERSION)
        .put("savedEpochNanos", now.getEpochSecond() * 1_000_000_000L + now.getNano())
        .put("lastChange", now.toEpochMilli());
  }

  public SavedMonitor with(List<BeatChange> latest) {
    return new SavedMonitor(version, savedEpochNanos, lastChange, applications, latest, changed);
  }
}
