package io.pingdeck.history.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.PingSnapshot;
import java.util.Optional;

/// What the history can be asked. Times are nanoseconds since 1970 UTC.
public final class HistoryApi {
  /// Web -> history.
  public static final Service<HistoryRequest<?>> HISTORY =
      new Service<>("history", HistoryRequest.class);

  private HistoryApi() {}

  public sealed interface HistoryRequest<A extends Record> extends Request<HistoryRequest<?>, A> {}

  /// One ping from one instant up to another.
  ///
  /// @param points at most this many buckets, 1-2000
  public record ReadSeries(PingId ping, long fromEpochNanos, long toEpochNanos, int points)
      implements HistoryRequest<HistorySeries> {}

  /// The samples of one ping that were sent from one instant up to another, page by page.
  ///
  /// @param limit a page ends with the minute in which it got this many
  public record ReadSamples(PingId ping, long fromEpochNanos, long toEpochNanos, int limit)
      implements HistoryRequest<SamplePage> {}

  /// A ping that is kept, as it stood when it was last saved.
  public record FindPing(PingId id) implements HistoryRequest<KeptPing> {}

  /// @param ping empty if it is not kept
  public record KeptPing(Optional<PingSnapshot> ping) {}

  public record ReadHealth() implements HistoryRequest<Health> {}

  /// @param returning what of an earlier run is still to come back, in words; empty if nothing is
  public record Health(HistoryHealth health, String returning) {}

  /// Answered when what was published before about pings and echo servers is on the disk, or when
  /// it is known that it is not.
  public record Save() implements HistoryRequest<Saved> {}

  /// @param whyNot why it is not on the disk, in words; empty if it is
  public record Saved(Optional<String> whyNot) {}
}
