package io.pingdeck.heartbeat.api;

import java.util.List;

/// What the heartbeat monitor announces.
public sealed interface HeartbeatEvent {
  /// States changed, in this order. Each change is announced once.
  record Changed(List<BeatChange> changes) implements HeartbeatEvent {
    public Changed {
      changes = List.copyOf(changes);
    }
  }
}
