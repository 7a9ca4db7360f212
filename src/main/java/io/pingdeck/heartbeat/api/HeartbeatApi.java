package io.pingdeck.heartbeat.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;
import java.util.List;
import java.util.Optional;

/// Requests to the heartbeat monitor, and the events it publishes.
public final class HeartbeatApi {
  /// Web -> heartbeat monitor.
  public static final Service<HeartbeatRequest<?>> MONITOR =
      new Service<>("heartbeat-monitor", HeartbeatRequest.class);

  /// Heartbeat monitor -> live feed, webhook. Changes of state in order, each published once.
  public static final Topic<Changes> CHANGED = new Topic<>("heartbeats", Changes.class);

  private HeartbeatApi() {}

  public sealed interface HeartbeatRequest<A extends Record>
      extends Request<HeartbeatRequest<?>, A> {}

  /// A page of applications: those that need attention first, then by name.
  ///
  /// @param state only those in this state
  /// @param offset how many to skip
  /// @param limit 0-1000
  public record Page(Optional<BeatState> state, int offset, int limit)
      implements HeartbeatRequest<Applications> {}

  /// Every application, in unspecified order.
  public record All() implements HeartbeatRequest<Applications> {}

  /// @param total number of applications that match the request
  public record Applications(
      List<HeartbeatSnapshot> applications, int total, MonitorSnapshot monitor) {
    public Applications {
      applications = List.copyOf(applications);
    }
  }

  public record Read(String name) implements HeartbeatRequest<HeartbeatSnapshot> {}

  /// A report by HTTP.
  public record Beat(String name, BeatReport report)
      implements HeartbeatRequest<HeartbeatSnapshot> {}

  /// Sets or removes the rules of one application.
  ///
  /// @param rules empty restores the rules for all
  public record SetRules(String name, Optional<BeatRules> rules)
      implements HeartbeatRequest<HeartbeatSnapshot> {}

  /// Removes an application; a configured one starts over.
  public record Forget(String name) implements HeartbeatRequest<Forgotten> {}

  public record Forgotten(String name) {}

  /// The rules of every application without rules of its own.
  public record ReadDefaults() implements HeartbeatRequest<Defaults> {}

  /// Changes the defaults.
  ///
  /// @param defaults empty restores those of the configuration
  public record SetDefaults(Optional<BeatDefaults> defaults)
      implements HeartbeatRequest<Defaults> {}

  /// @param file those of the configuration
  public record Defaults(BeatDefaults inForce, BeatDefaults file) {}

  /// The latest retained changes, newest first.
  ///
  /// @param name only those of this application
  public record LatestChanges(Optional<String> name, int limit)
      implements HeartbeatRequest<Changes> {}

  public record Changes(List<BeatChange> changes) {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /// Completes once earlier decisions are on disk, or once the write is known to have failed.
  public record Save() implements HeartbeatRequest<Saved> {}

  /// @param whyNot why the state is not on disk, as text; empty on success
  public record Saved(Optional<String> whyNot) {}
}
