package io.pingdeck.web.live;

import java.time.Duration;

/// Timing of the live feed.
///
/// @param tick interval between deliveries of samples
/// @param snapshots minimum interval between snapshots of pings and echo servers
/// @param keepalive maximum interval between two frames to a client
/// @param patience a client that takes no frame for this long is disconnected
/// @param subscribeWithin a client that has not subscribed by then is disconnected
public record FeedTiming(
    Duration tick,
    Duration snapshots,
    Duration keepalive,
    Duration patience,
    Duration subscribeWithin) {
  public static final FeedTiming USUAL =
      new FeedTiming(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  /// With the default time to subscribe.
  public FeedTiming(Duration tick, Duration snapshots, Duration keepalive, Duration patience) {
    this(tick, snapshots, keepalive, patience, Duration.ofSeconds(10));
  }
}
