package io.pingdeck.web;

import io.pingdeck.bus.Addresses;
import io.pingdeck.bus.EchoAnswer;
import io.pingdeck.bus.EchoCommand;
import io.pingdeck.bus.HeartbeatAnswer;
import io.pingdeck.bus.HeartbeatCommand;
import io.pingdeck.bus.HistoryAnswer;
import io.pingdeck.bus.HistoryQuery;
import io.pingdeck.bus.StatsAnswer;
import io.pingdeck.bus.StatsQuery;
import io.pingdeck.echo.EchoSnapshot;
import io.pingdeck.metrics.Exposition;
import io.pingdeck.metrics.Figures;
import io.pingdeck.stats.PingRtts;
import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.store.HistoryHealth;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/// `GET /metrics?pings=…` for Prometheus. Every ping has dozens of series: only so many of them,
/// the newest, are told of one by one.
final class MetricsRoute {
  private static final int USUAL_PINGS = 1000;
  private static final int MOST_PINGS = 100_000;

  private final EventBus bus;

  MetricsRoute(EventBus bus) {
    this.bus = bus;
  }

  void install(Router router) {
    Replies.respond(router.get("/metrics"), this::write, MetricsRoute::send);
  }

  private record Written(String contentType, byte[] text) {}

  private Future<Written> write(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    Exposition exposition = new Exposition(accept == null ? "" : accept);
    int most = Replies.count(context, "pings", USUAL_PINGS, MOST_PINGS);
    Future<Pings> pings = pings(most);
    Future<List<PingRtts>> rtts = pings.compose(some -> rtts(some.told()));
    Future<List<EchoSnapshot>> echoServers = echoServers();
    Future<HeartbeatAnswer.Applications> heartbeats = heartbeats();
    Future<HistoryHealth> history = history();
    return Future.all(rtts, echoServers, heartbeats, history)
        .map(ok ->
            new Figures(
                SystemRoutes.version(),
                pings.result().told(),
                pings.result().total(),
                rtts.result(),
                echoServers.result(),
                heartbeats.result().applications(),
                heartbeats.result().monitor(),
                history.result()))
        // Megabytes of text: they would hold up every live client.
        .compose(figures -> context.vertx().executeBlocking(() -> exposition.write(figures), false))
        .map(text -> new Written(exposition.contentType(), text));
  }

  private static void send(RoutingContext context, Written written) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, written.contentType())
        .end(Buffer.buffer(written.text()));
  }

  private record Pings(List<PingSnapshot> told, int total) {}

  /// The newest ones.
  private Future<Pings> pings(int most) {
    return Addresses.STATS
        .request(bus, new StatsQuery.Ids(most))
        .map(answer -> (StatsAnswer.Ids) answer)
        .compose(newest -> {
          List<PingSnapshot> told = new ArrayList<>();
          return Portions.inTurn(
                  newest.ids(),
                  ids ->
                      Addresses.STATS
                          .request(bus, new StatsQuery.Some(ids))
                          .map(answer -> told.addAll(((StatsAnswer.Snapshots) answer).pings())))
              .map(_ -> new Pings(told, newest.total()));
        });
  }

  private Future<List<PingRtts>> rtts(List<PingSnapshot> pings) {
    List<PingRtts> rtts = new ArrayList<>();
    return Portions.inTurn(
            pings.stream().map(ping -> ping.info().id()).toList(),
            ids ->
                Addresses.STATS
                    .request(bus, new StatsQuery.Rtts(ids))
                    .map(answer -> rtts.addAll(((StatsAnswer.Rtts) answer).pings())))
        .map(rtts);
  }

  private Future<List<EchoSnapshot>> echoServers() {
    return Addresses.ECHO_SERVERS
        .request(bus, new EchoCommand.All())
        .map(answer -> ((EchoAnswer.Servers) answer).servers());
  }

  private Future<HeartbeatAnswer.Applications> heartbeats() {
    return Addresses.HEARTBEATS
        .request(bus, new HeartbeatCommand.All())
        .map(answer -> (HeartbeatAnswer.Applications) answer);
  }

  private Future<HistoryHealth> history() {
    return Addresses.HISTORY
        .request(bus, new HistoryQuery.Health())
        .map(answer -> ((HistoryAnswer.Health) answer).health());
  }
}
