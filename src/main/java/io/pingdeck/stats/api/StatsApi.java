package io.pingdeck.stats.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.rtt.PingRtts;
import io.pingdeck.stats.rtt.RttFigures;
import java.util.List;
import java.util.Optional;

/// Queries to the statistics.
public final class StatsApi {
  /// Web -> statistics.
  public static final Service<StatsRequest<?>> STATS = new Service<>("stats", StatsRequest.class);

  private StatsApi() {}

  public sealed interface StatsRequest<A extends Record> extends Request<StatsRequest<?>, A> {}

  /// Pings by start time, newest first.
  ///
  /// @param after continue after this ping; empty starts at the newest
  /// @param limit 1-1000
  public record Page(Optional<PingId> after, int limit) implements StatsRequest<Snapshots> {}

  /// Only these pings; unknown ones are omitted.
  public record Some(List<PingId> ids) implements StatsRequest<Snapshots> {
    public Some {
      ids = List.copyOf(ids);
    }
  }

  /// @param total number of all pings
  public record Snapshots(List<PingSnapshot> pings, int total) {
    public Snapshots {
      pings = List.copyOf(pings);
    }
  }

  /// The ids of the pings in the same order, for reading in portions. A ping deleted meanwhile is
  /// omitted, and all others are included.
  ///
  /// @param limit 1 or more
  public record ReadIds(int limit) implements StatsRequest<Ids> {}

  /// @param total number of all pings
  public record Ids(List<PingId> ids, int total) {
    public Ids {
      ids = List.copyOf(ids);
    }
  }

  /// The statistics of one ping over every window.
  public record ReadStatistics(PingId id) implements StatsRequest<PingStatistics> {}

  /// The RTT distributions of these pings; those without an RTT are omitted.
  public record ReadRtts(List<PingId> ids) implements StatsRequest<Rtts> {
    public ReadRtts {
      ids = List.copyOf(ids);
    }
  }

  public record Rtts(List<PingRtts> pings) {
    public Rtts {
      pings = List.copyOf(pings);
    }
  }

  /// Restores a ping of an earlier run of the program.
  ///
  /// @param rtts RTTs of all its replies; empty if there is none
  /// @param recent its last samples, oldest first
  public record Restore(
      PingInfo ping, PingCounters counters, Optional<RttFigures> rtts, SampleBatch recent)
      implements StatsRequest<Restored> {}

  public record Restored(PingId id) {}

  /// The latest samples of one ping held in memory, oldest first.
  ///
  /// @param limit maximum number of samples; the newest ones are returned
  public record ReadSamples(PingId id, int limit) implements StatsRequest<Samples> {}

  public record Samples(List<Sample> samples) {
    public Samples {
      samples = List.copyOf(samples);
    }
  }
}
