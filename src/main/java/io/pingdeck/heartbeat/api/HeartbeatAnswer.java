package io.pingdeck.heartbeat.api;

import java.util.List;
import java.util.Optional;

/// The answer to a [HeartbeatCommand].
public sealed interface HeartbeatAnswer {
  /// @param total how many applications the question fits
  record Applications(List<HeartbeatSnapshot> applications, int total, MonitorSnapshot monitor)
      implements HeartbeatAnswer {
    public Applications {
      applications = List.copyOf(applications);
    }
  }

  record Done(HeartbeatSnapshot application) implements HeartbeatAnswer {}

  /// @param file as the configuration has them
  record Defaults(BeatDefaults inForce, BeatDefaults file) implements HeartbeatAnswer {}

  /// @param whyNot why it is not on the disk, in words; empty if it is
  record Saved(Optional<String> whyNot) implements HeartbeatAnswer {}

  record Forgotten(String name) implements HeartbeatAnswer {}

  record Changes(List<BeatChange> changes) implements HeartbeatAnswer {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /// @param reason for people
  record Refused(String reason) implements HeartbeatAnswer {}

  record Unknown(String name) implements HeartbeatAnswer {}
}
