package io.pingdeck.stats.api;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.rtt.RttFigures;
import java.util.List;
import java.util.Optional;

/// What the statistics can be asked.
public sealed interface StatsQuery {
  /// Pings in the order they were started, newest first.
  ///
  /// @param after continue behind this ping; empty starts at the newest
  /// @param limit 1-1000
  record Page(Optional<PingId> after, int limit) implements StatsQuery {}

  /// The pings' ids in the same order, to ask for them portion by portion: one that is deleted
  /// meanwhile is left out, and all others are told.
  ///
  /// @param limit 1 or more
  record Ids(int limit) implements StatsQuery {}

  /// Just these pings; unknown ones are left out of the answer.
  record Some(List<PingId> ids) implements StatsQuery {
    public Some {
      ids = List.copyOf(ids);
    }
  }

  /// One ping's figures over every window.
  record Statistics(PingId id) implements StatsQuery {}

  /// The distributions of the RTTs of these pings; those without an RTT are left out.
  record Rtts(List<PingId> ids) implements StatsQuery {
    public Rtts {
      ids = List.copyOf(ids);
    }
  }

  /// Take over a ping of an earlier run of the program.
  ///
  /// @param rtts of all its replies; empty if there is none
  /// @param recent its last samples, oldest first
  record Restore(
      PingInfo ping, PingCounters counters, Optional<RttFigures> rtts, SampleBatch recent)
      implements StatsQuery {}

  /// The latest samples of one ping that are still held in memory, oldest first.
  ///
  /// @param limit at most this many, the newest ones
  record Samples(PingId id, int limit) implements StatsQuery {}
}
