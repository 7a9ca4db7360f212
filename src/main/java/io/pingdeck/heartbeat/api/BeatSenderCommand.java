package io.pingdeck.heartbeat.api;

/// What can be asked of the senders of heartbeats.
public sealed interface BeatSenderCommand {
  record Start(BeatSenderSpec spec) implements BeatSenderCommand {}

  /// Says goodbye and ends.
  record Stop(String name) implements BeatSenderCommand {}

  record All() implements BeatSenderCommand {}
}
