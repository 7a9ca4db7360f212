package io.pingdeck.heartbeat.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;
import java.util.List;
import java.util.Optional;

/// What the heartbeat monitor can be asked, and what it announces.
public final class HeartbeatApi {
  /// Web -> heartbeat monitor.
  public static final Service<HeartbeatRequest<?>> MONITOR =
      new Service<>("heartbeat-monitor", HeartbeatRequest.class);

  /// Heartbeat monitor -> live feed, webhook. States changed, in this order; each change is
  /// announced once.
  public static final Topic<Changes> CHANGED = new Topic<>("heartbeats", Changes.class);

  private HeartbeatApi() {}

  public sealed interface HeartbeatRequest<A extends Record>
      extends Request<HeartbeatRequest<?>, A> {}

  /// Applications, those that need attention first, then by name.
  ///
  /// @param state only those in this state
  /// @param offset how many to leave out
  /// @param limit 0-1000
  public record Page(Optional<BeatState> state, int offset, int limit)
      implements HeartbeatRequest<Applications> {}

  /// Every application, in no order.
  public record All() implements HeartbeatRequest<Applications> {}

  /// @param total how many applications the question fits
  public record Applications(
      List<HeartbeatSnapshot> applications, int total, MonitorSnapshot monitor) {
    public Applications {
      applications = List.copyOf(applications);
    }
  }

  public record Read(String name) implements HeartbeatRequest<HeartbeatSnapshot> {}

  /// What was said by HTTP.
  public record Beat(String name, BeatReport report)
      implements HeartbeatRequest<HeartbeatSnapshot> {}

  /// Gives an application rules of its own, or takes them back.
  ///
  /// @param rules empty: those for all hold again
  public record SetRules(String name, Optional<BeatRules> rules)
      implements HeartbeatRequest<HeartbeatSnapshot> {}

  /// Forgets an application; one that the configuration names begins again.
  public record Forget(String name) implements HeartbeatRequest<Forgotten> {}

  public record Forgotten(String name) {}

  /// The rules for every application that has none of its own.
  public record ReadDefaults() implements HeartbeatRequest<Defaults> {}

  /// Changes them.
  ///
  /// @param defaults empty: the configuration's hold again
  public record SetDefaults(Optional<BeatDefaults> defaults)
      implements HeartbeatRequest<Defaults> {}

  /// @param file as the configuration has them
  public record Defaults(BeatDefaults inForce, BeatDefaults file) {}

  /// The latest changes that are still held, newest first.
  ///
  /// @param name only those of this application
  public record LatestChanges(Optional<String> name, int limit)
      implements HeartbeatRequest<Changes> {}

  public record Changes(List<BeatChange> changes) {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /// Answered when what was decided before is on the disk, or when it is known that it is not.
  public record Save() implements HeartbeatRequest<Saved> {}

  /// @param whyNot why it is not on the disk, in words; empty if it is
  public record Saved(Optional<String> whyNot) {}
}
