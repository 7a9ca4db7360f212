package io.pingdeck.history.api;

import io.pingdeck.ping.sample.PingId;

/// What the history can be asked. Times are nanoseconds since 1970 UTC.
public sealed interface HistoryQuery {
  /// One ping from one instant up to another.
  ///
  /// @param points at most this many buckets, 1-2000
  record Series(PingId ping, long fromEpochNanos, long toEpochNanos, int points)
      implements HistoryQuery {}

  /// The samples of one ping that were sent from one instant up to another, page by page.
  ///
  /// @param limit a page ends with the minute in which it got this many
  record Samples(PingId ping, long fromEpochNanos, long toEpochNanos, int limit)
      implements HistoryQuery {}

  /// A ping that is kept, as it stood when it was last saved.
  record Ping(PingId id) implements HistoryQuery {}

  record Health() implements HistoryQuery {}

  /// Whether what was published before about pings and echo servers is on the disk. Answered when
  /// it is, or when it is known that it is not.
  record Saved() implements HistoryQuery {}
}
