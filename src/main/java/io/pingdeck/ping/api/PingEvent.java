package io.pingdeck.ping.api;

import io.pingdeck.ping.sample.PingId;

/// A ping's life, announced by its worker; that it is forgotten, by the statistics.
public sealed interface PingEvent {
  record Started(PingInfo ping) implements PingEvent {}

  /// It sends no more; the outcome of the probes in flight is still to come.
  record Stopping(PingInfo ping) implements PingEvent {}

  /// There is more to know of it; it goes on as before.
  record Noticed(PingInfo ping) implements PingEvent {}

  /// Stopped, finished or failed. Published after its last sample.
  record Ended(PingInfo ping) implements PingEvent {}

  /// Something happened to its address; the last of its changes says what.
  record AddressChanged(PingInfo ping) implements PingEvent {}

  record Deleted(PingId id) implements PingEvent {}

  /// It has ended, and so many others after it that nobody holds it in memory any longer. What is
  /// on disk stays there.
  record Forgotten(PingId id) implements PingEvent {}
}
