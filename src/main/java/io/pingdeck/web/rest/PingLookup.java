package io.pingdeck.web.rest;

import io.pingdeck.history.api.HistoryAddresses;
import io.pingdeck.history.api.HistoryAnswer;
import io.pingdeck.history.api.HistoryQuery;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.StatsAddresses;
import io.pingdeck.stats.api.StatsAnswer;
import io.pingdeck.stats.api.StatsQuery;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;

/// Finds a ping by its id: the statistics hold it, or they have forgotten it and history knows how
/// it stood at its end.
final class PingLookup {
  private PingLookup() {}

  /// @return fails with 404 if nobody knows it
  static Future<PingSnapshot> find(EventBus bus, PingId id) {
    return StatsAddresses.STATS
        .request(bus, new StatsQuery.Some(List.of(id)))
        .map(answer -> ((StatsAnswer.Snapshots) answer).pings().stream().findFirst())
        .compose(held -> held.isPresent() ? Future.succeededFuture(held) : kept(bus, id))
        .map(found -> found.orElseThrow(() -> unknown(id)));
  }

  private static Future<Optional<PingSnapshot>> kept(EventBus bus, PingId id) {
    return HistoryAddresses.HISTORY
        .request(bus, new HistoryQuery.Ping(id))
        .map(answer -> answer instanceof HistoryAnswer.Ping(var ping) ? ping : Optional.empty());
  }

  static HttpException unknown(PingId id) {
    return new HttpException(404, "no ping " + id);
  }
}
