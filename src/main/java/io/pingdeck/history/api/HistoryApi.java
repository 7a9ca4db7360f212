package io.pingdeck.history.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.PingSnapshot;
import java.util.Optional;

/// Queries to the history. Times are in nanoseconds since 1970 UTC.
public final class HistoryApi {
  /// Web -> history.
  public static final Service<HistoryRequest<?>> HISTORY =
      new Service<>("history", HistoryRequest.class);

  private HistoryApi() {}

  public sealed interface HistoryRequest<A extends Record> extends Request<HistoryRequest<?>, A> {}

  /// A time range of one ping.
  ///
  /// @param points maximum number of buckets, 1-2000
  public record ReadSeries(PingId ping, long fromEpochNanos, long toEpochNanos, int points)
      implements HistoryRequest<HistorySeries> {}

  /// The samples of one ping sent in a time range, page by page.
  ///
  /// @param limit a page ends with the minute in which it reaches this number of samples
  public record ReadSamples(PingId ping, long fromEpochNanos, long toEpochNanos, int limit)
      implements HistoryRequest<SamplePage> {}

  /// A saved ping, in its last saved state.
  public record FindPing(PingId id) implements HistoryRequest<KeptPing> {}

  /// @param ping empty if the ping is not saved
  public record KeptPing(Optional<PingSnapshot> ping) {}

  public record ReadHealth() implements HistoryRequest<Health> {}

  /// @param returning what is still being restored from an earlier run, as text; empty if nothing
  ///   is
  public record Health(HistoryHealth health, String returning) {}

  /// Replies when every earlier event about pings and echo servers is on the disk, or is known not
  /// to be.
  public record Save() implements HistoryRequest<Saved> {}

  /// @param whyNot why the events are not on the disk, in words; empty if they are
  public record Saved(Optional<String> whyNot) {}
}
