package io.pingdeck.stats;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.PingStatistics;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.RttFigures;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/// Keeps the statistics of every ping in memory and serves queries about them.
public final class StatsVerticle extends VerticleBase {
  private final PingDirectory pings;

  public StatsVerticle(StatsLimits limits) {
    this.pings = new PingDirectory(requireNonNull(limits, "limits"));
  }

  @Override
  public Future<?> start() {
    return Future.all(
        PingApi.EVENTS.consume(vertx.eventBus(), this::onEvent),
        PingApi.SAMPLES.consume(vertx.eventBus(), batch -> pings.record(batch, EpochNanos.now())),
        StatsApi.STATS.serve(vertx.eventBus(), handlers()));
  }

  private void onEvent(PingEvent event) {
    switch (event) {
      case PingEvent.Started(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Stopping(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Changed(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Noticed(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.AddressChanged(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Ended(var ping) -> pings.put(ping).ifPresent(this::forgotten);
      case PingEvent.Deleted(var id) -> pings.remove(id);
      case PingEvent.Forgotten _ -> {
        // Published by this verticle itself.
      }
    }
  }

  private void forgotten(PingId id) {
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Forgotten(id));
  }

  private Handlers<StatsApi.StatsRequest<?>> handlers() {
    return new Handlers<StatsApi.StatsRequest<?>>()
        .on(
            StatsApi.Page.class,
            asked -> snapshots(pings.page(asked.after(), asked.limit(), EpochNanos.now())))
        .on(StatsApi.Some.class, asked -> snapshots(pings.some(asked.ids(), EpochNanos.now())))
        .on(
            StatsApi.ReadIds.class,
            asked ->
                Future.succeededFuture(new StatsApi.Ids(pings.ids(asked.limit()), pings.size())))
        .on(StatsApi.ReadStatistics.class, asked -> statistics(asked.id()))
        .on(
            StatsApi.ReadRtts.class,
            asked -> Future.succeededFuture(new StatsApi.Rtts(pings.rtts(asked.ids()))))
        .on(StatsApi.Restore.class, this::restore)
        .on(
            StatsApi.ReadSamples.class,
            asked ->
                Future.succeededFuture(
                    new StatsApi.Samples(pings.samples(asked.id(), asked.limit()))));
  }

  private Future<StatsApi.Snapshots> snapshots(List<PingSnapshot> some) {
    return Future.succeededFuture(new StatsApi.Snapshots(some, pings.size()));
  }

  private Future<PingStatistics> statistics(PingId id) {
    return pings
        .statistics(id, EpochNanos.now())
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(RequestFailure.unknown("no ping " + id)));
  }

  private Future<StatsApi.Restored> restore(StatsApi.Restore asked) {
    RttDistribution past =
        asked.rtts().map(RttFigures::distribution).orElseGet(RttDistribution::new);
    pings.restore(asked.ping(), asked.counters(), past, asked.recent()).ifPresent(this::forgotten);
    return Future.succeededFuture(new StatsApi.Restored(asked.ping().id()));
  }
}
