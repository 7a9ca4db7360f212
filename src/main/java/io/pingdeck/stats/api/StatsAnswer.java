package io.pingdeck.stats.api;

import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.stats.rtt.PingRtts;
import java.util.List;
import java.util.Optional;

/// An answer to a [StatsQuery].
public sealed interface StatsAnswer {
  /// @param total how many pings there are in all
  record Snapshots(List<PingSnapshot> pings, int total) implements StatsAnswer {
    public Snapshots {
      pings = List.copyOf(pings);
    }
  }

  /// @param total how many pings there are in all
  record Ids(List<PingId> ids, int total) implements StatsAnswer {
    public Ids {
      ids = List.copyOf(ids);
    }
  }

  /// @param statistics empty if there is no such ping
  record Statistics(Optional<PingStatistics> statistics) implements StatsAnswer {}

  record Rtts(List<PingRtts> pings) implements StatsAnswer {
    public Rtts {
      pings = List.copyOf(pings);
    }
  }

  record Restored(PingId id) implements StatsAnswer {}

  record Samples(List<Sample> samples) implements StatsAnswer {
    public Samples {
      samples = List.copyOf(samples);
    }
  }
}
