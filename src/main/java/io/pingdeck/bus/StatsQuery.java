package io.pingdeck.bus;

import io.pingdeck.probe.PingId;
import java.util.List;
import java.util.Optional;

/// What the statistics can be asked.
public sealed interface StatsQuery {
  /// Pings in the order they were started, newest first.
  ///
  /// @param after continue behind this ping; empty starts at the newest
  /// @param limit 1-1000
  record Page(Optional<PingId> after, int limit) implements StatsQuery {}

  /// Just these pings; unknown ones are left out of the answer.
  record Some(List<PingId> ids) implements StatsQuery {
    public Some {
      ids = List.copyOf(ids);
    }
  }

  /// The latest samples of one ping that are still held in memory, oldest first.
  ///
  /// @param limit at most this many, the newest ones
  record Samples(PingId id, int limit) implements StatsQuery {}
}
