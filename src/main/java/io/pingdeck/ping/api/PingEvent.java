package io.pingdeck.ping.api;

import io.pingdeck.ping.sample.PingId;

/// Lifecycle events of a ping. Workers publish all but `Forgotten`, which the statistics publish.
public sealed interface PingEvent {
  record Started(PingInfo ping) implements PingEvent {}

  /// The ping sends no more probes; outcomes of probes in flight are still pending.
  record Stopping(PingInfo ping) implements PingEvent {}

  /// It was paused, or its settings changed.
  record Changed(PingInfo ping) implements PingEvent {}

  /// New information about the ping; it continues unchanged.
  record Noticed(PingInfo ping) implements PingEvent {}

  /// Stopped, finished or failed. Published after its last sample.
  record Ended(PingInfo ping) implements PingEvent {}

  /// The address changed, or a reason to keep it was added; see the last of the ping's changes.
  record AddressChanged(PingInfo ping) implements PingEvent {}

  record Deleted(PingId id) implements PingEvent {}

  /// An ended ping was evicted from memory because many others ended after it. Its data on disk
  /// remains.
  record Forgotten(PingId id) implements PingEvent {}
}
