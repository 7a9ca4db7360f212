package io.pingdeck.web.live;

import java.time.Duration;

/// The pace of the live feed.
///
/// @param tick samples are handed out this often
/// @param snapshots pings' snapshots and echo servers at most this often
/// @param keepalive a client hears something at least this often
/// @param patience a client that takes nothing for so long is closed
/// @param subscribeWithin a client that has not subscribed by then is closed
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

  /// With the usual time to subscribe.
  public FeedTiming(Duration tick, Duration snapshots, Duration keepalive, Duration patience) {
    this(tick, snapshots, keepalive, patience, Duration.ofSeconds(10));
  }
}
