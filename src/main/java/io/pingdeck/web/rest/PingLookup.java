package io.pingdeck.web.rest;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.StatsApi;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Optional;

/// Finds a ping by its id: in the statistics, or in the history if the statistics have evicted it.
final class PingLookup {
  private PingLookup() {}

  /// @return fails with 404 if the ping is unknown
  static Future<PingSnapshot> find(EventBus bus, PingId id) {
    return StatsApi.STATS
        .request(bus, new StatsApi.Some(List.of(id)))
        .map(answer -> answer.pings().stream().findFirst())
        .compose(held -> held.isPresent() ? Future.succeededFuture(held) : kept(bus, id))
        .map(found -> found.orElseThrow(() -> unknown(id)));
  }

  private static Future<Optional<PingSnapshot>> kept(EventBus bus, PingId id) {
    return HistoryApi.HISTORY
        .request(bus, new HistoryApi.FindPing(id))
        .map(HistoryApi.KeptPing::ping);
  }

  private static RequestFailure unknown(PingId id) {
    return RequestFailure.unknown("no ping " + id);
  }
}
