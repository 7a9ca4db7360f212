package io.pingdeck.heartbeat.api;

import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;

/// Where the heartbeat monitor, the senders of heartbeats and those who hear of them meet.
public final class HeartbeatAddresses {
  /// Heartbeat monitor -> live feed, webhook.
  public static final Topic<HeartbeatEvent> HEARTBEAT_EVENTS =
      new Topic<>("heartbeats", HeartbeatEvent.class);

  /// Web -> heartbeat monitor.
  public static final Service<HeartbeatCommand, HeartbeatAnswer> HEARTBEATS =
      new Service<>("heartbeat-monitor", HeartbeatCommand.class, HeartbeatAnswer.class);

  /// Web -> senders of heartbeats.
  public static final Service<BeatSenderCommand, BeatSenderAnswer> BEAT_SENDERS =
      new Service<>("beat-senders", BeatSenderCommand.class, BeatSenderAnswer.class);

  private HeartbeatAddresses() {}
}
