package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What an alert is about.
///
/// @param id id of the ping, or name of the application
/// @param target the ping's target; empty for a heartbeat
/// @param tags the ping's tags; null becomes none, because earlier versions did not save them
public record Subject(Kind kind, String id, String name, String target, List<String> tags) {
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
    tags = tags == null ? List.of() : List.copyOf(tags);
  }

  /// A subject without tags.
  public Subject(Kind kind, String id, String name, String target) {
    this(kind, id, name, target, List.of());
  }

  /// Identifies it among all subjects.
  public String key() {
    return kind.json() + ":" + id;
  }
}
