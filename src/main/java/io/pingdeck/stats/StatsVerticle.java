package io.pingdeck.stats;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingAddresses;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.StatsAddresses;
import io.pingdeck.stats.api.StatsAnswer;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.stats.api.StatsQuery;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.RttFigures;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;

/// Keeps the statistics of every ping in memory and answers questions about them.
public final class StatsVerticle extends VerticleBase {
  private final PingDirectory pings;

  public StatsVerticle(StatsLimits limits) {
    this.pings = new PingDirectory(requireNonNull(limits, "limits"));
  }

  @Override
  public Future<?> start() {
    return Future.all(
        PingAddresses.PING_EVENTS.consume(vertx.eventBus(), this::onEvent),
        PingAddresses.SAMPLES.consume(
            vertx.eventBus(), batch -> pings.record(batch, nowEpochNanos())),
        StatsAddresses.STATS.serve(
            vertx.eventBus(), query -> Future.succeededFuture(answer(query))));
  }

  private void onEvent(PingEvent event) {
    switch (event) {
      case PingEvent.Started(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Stopping(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Noticed(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.AddressChanged(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Ended(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Deleted(var id) -> pings.remove(id);
      case PingEvent.Forgotten _ -> {
        // Our own word.
      }
    }
  }

  private void forgotten(PingId id) {
    PingAddresses.PING_EVENTS.publish(vertx.eventBus(), new PingEvent.Forgotten(id));
  }

  private StatsAnswer answer(StatsQuery query) {
    return switch (query) {
      case StatsQuery.Page(var after, var limit) ->
          new StatsAnswer.Snapshots(pings.page(after, limit, nowEpochNanos()), pings.size());
      case StatsQuery.Ids(var limit) -> new StatsAnswer.Ids(pings.ids(limit), pings.size());
      case StatsQuery.Some(var ids) ->
          new StatsAnswer.Snapshots(pings.some(ids, nowEpochNanos()), pings.size());
      case StatsQuery.Samples(var id, var limit) ->
          new StatsAnswer.Samples(pings.samples(id, limit));
      case StatsQuery.Statistics(var id) ->
          new StatsAnswer.Statistics(pings.statistics(id, nowEpochNanos()));
      case StatsQuery.Rtts(var ids) -> new StatsAnswer.Rtts(pings.rtts(ids));
      case StatsQuery.Restore(var ping, var counters, var rtts, var recent) -> {
        RttDistribution past = rtts.map(RttFigures::distribution).orElseGet(RttDistribution::new);
        pings.restore(ping, counters, past, recent).ifPresent(this::forgotten);
        yield new StatsAnswer.Restored(ping.id());
      }
    };
  }

  private static long nowEpochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
