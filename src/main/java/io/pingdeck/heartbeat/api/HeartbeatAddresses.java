package io.pingdeck.heartbeat.api;

import io.pingdeck.bus.Topic;
import io.pingdeck.bus.UntypedService;

/// Where the heartbeat monitor, the senders of heartbeats and those who hear of them meet.
public final class HeartbeatAddresses {
  /// Heartbeat monitor -> live feed, webhook.
  public static final Topic<HeartbeatEvent> HEARTBEAT_EVENTS =
      new Topic<>("heartbeats", HeartbeatEvent.class);

  /// Web -> heartbeat monitor.
  public static final UntypedService<HeartbeatCommand, HeartbeatAnswer> HEARTBEATS =
      new UntypedService<>("heartbeat-monitor", HeartbeatCommand.class, HeartbeatAnswer.class);

  /// Web -> senders of heartbeats.
  public static final UntypedService<BeatSenderCommand, BeatSenderAnswer> BEAT_SENDERS =
      new UntypedService<>("beat-senders", BeatSenderCommand.class, BeatSenderAnswer.class);

  private HeartbeatAddresses() {}
}
