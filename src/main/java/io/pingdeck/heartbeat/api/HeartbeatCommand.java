package io.pingdeck.heartbeat.api;

import java.util.Optional;

/// What can be asked of the heartbeat monitor.
public sealed interface HeartbeatCommand {
  /// Applications, those that need attention first, then by name.
  ///
  /// @param state only those in this state
  /// @param offset how many to leave out
  /// @param limit 0-1000
  record Page(Optional<BeatState> state, int offset, int limit) implements HeartbeatCommand {}

  record Read(String name) implements HeartbeatCommand {}

  /// What was said by HTTP.
  record Beat(String name, BeatReport report) implements HeartbeatCommand {}

  /// Every application, in no order.
  record All() implements HeartbeatCommand {}

  /// Gives an application rules of its own, or takes them back.
  ///
  /// @param rules empty: those for all hold again
  record SetRules(String name, Optional<BeatRules> rules) implements HeartbeatCommand {}

  /// The rules for every application that has none of its own.
  record Defaults() implements HeartbeatCommand {}

  /// Changes them.
  ///
  /// @param defaults empty: the configuration's hold again
  record SetDefaults(Optional<BeatDefaults> defaults) implements HeartbeatCommand {}

  /// Forgets an application; one that the configuration names begins again.
  record Forget(String name) implements HeartbeatCommand {}

  /// The latest changes that are still held, newest first.
  ///
  /// @param name only those of this application
  record Changes(Optional<String> name, int limit) implements HeartbeatCommand {}

  /// Whether what was decided before is on the disk. Answered when it is, or when it is known that
  /// it is not.
  record Saved() implements HeartbeatCommand {}
}
