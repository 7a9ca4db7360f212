package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

/// What an alert is about.
///
/// @param id id of the ping, or name of the application
/// @param target the ping's target; empty for a heartbeat
public record Subject(Kind kind, String id, String name, String target) {
  /// A kind of thing that alerts are about.
  public enum Kind {
    PING("ping"),
    HEARTBEAT("heartbeat");

    private final String json;

    Kind(String json) {
      this.json = json;
    }

    public String json() {
      return json;
    }
  }

  public Subject {
    requireNonNull(kind, "kind");
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(target, "target");
  }

  /// Identifies it among all subjects.
  public String key() {
    return kind.json() + ":" + id;
  }
}
