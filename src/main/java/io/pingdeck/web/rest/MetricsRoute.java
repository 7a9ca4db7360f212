package io.pingdeck.web.rest;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.base.ProgramVersion;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.metrics.Exposition;
import io.pingdeck.metrics.Figures;
import io.pingdeck.metrics.PingFigures;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.stats.rtt.PingRtts;
import io.pingdeck.stats.rtt.RttFigures;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Batches;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// `GET /metrics?pings=…` for Prometheus. Every ping has dozens of series, so only a limited number
/// of the newest pings is listed individually.
public final class MetricsRoute {
  private static final int USUAL_PINGS = 1000;
  private static final int MOST_PINGS = 100_000;

  /// Maximum concurrent scrapes; more would only slow each other down.
  private static final int MOST_SCRAPES = 2;

  /// Maximum duration of a scrape, so that a slow reader does not block others.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final EventBus bus;
  private int scrapes;

  public MetricsRoute(EventBus bus) {
    this.bus = bus;
  }

  public void install(Routes routes) {
    routes.get("/metrics").handler(this::scrape);
  }

  private void scrape(RoutingContext context) {
    int most = Responses.count(context, "pings", USUAL_PINGS, MOST_PINGS);
    if (scrapes >= MOST_SCRAPES) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      throw new HttpException(
          503, "the metrics are being read (by " + MOST_SCRAPES + " at most at once)");
    }
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    Exposition exposition = new Exposition(accept == null ? "" : accept);
    HttpServerResponse response = context.response();
    scrapes++;
    long timer =
        context.vertx().setTimer(LONGEST.toMillis(), _ -> context.request().connection().close());
    figures(most)
        .compose(figures -> {
          response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, exposition.contentType());
          return stream(context, exposition.portions(figures));
        })
        .onComplete(_ -> {
          context.vertx().cancelTimer(timer);
          scrapes--;
        })
        .onFailure(context::fail);
  }

  private Future<Figures> figures(int most) {
    Future<Pings> pings = pings(most);
    Future<List<EchoSnapshot>> echoServers = echoServers();
    Future<HeartbeatApi.Applications> heartbeats = heartbeats();
    Future<HistoryHealth> history = history();
    Future<AlertApi.Alerts> alerts = alerts();
    return Future.all(pings, echoServers, heartbeats, history, alerts)
        .map(ok ->
            new Figures(
                ProgramVersion.THIS.number(),
                pings.result().told(),
                pings.result().total(),
                echoServers.result(),
                heartbeats.result().applications(),
                heartbeats.result().monitor(),
                history.result(),
                alerts.result().states()));
  }

  /// Writes each portion after the previous one was sent. Portions are built off the event loop,
  /// which would otherwise delay every live client.
  private static Future<Void> stream(RoutingContext context, Iterator<byte[]> batches) {
    Promise<Void> done = Promise.promise();
    writeNext(context, batches, done);
    return done.future();
  }

  private static void writeNext(
      RoutingContext context, Iterator<byte[]> batches, Promise<Void> done) {
    if (!batches.hasNext()) {
      context.response().end().onComplete(done);
      return;
    }
    context
        .vertx()
        .executeBlocking(batches::next, false)
        .compose(portion -> context.response().write(Buffer.buffer(portion)))
        .onSuccess(_ -> writeNext(context, batches, done))
        .onFailure(done::fail);
  }

  private record Pings(List<PingFigures> told, int total) {}

  /// The newest pings.
  private Future<Pings> pings(int most) {
    return StatsApi.STATS
        .request(bus, new StatsApi.ReadIds(most))
        .compose(newest -> {
          List<PingFigures> told = new ArrayList<>();
          return Batches.inTurn(newest.ids(), ids -> some(ids).onSuccess(told::addAll))
              .map(_ -> new Pings(told, newest.total()));
        });
  }

  private Future<List<PingFigures>> some(List<PingId> ids) {
    Future<StatsApi.Snapshots> snapshots = StatsApi.STATS.request(bus, new StatsApi.Some(ids));
    Future<Map<PingId, RttFigures>> rtts =
        StatsApi.STATS
            .request(bus, new StatsApi.ReadRtts(ids))
            .map(answer ->
                answer.pings().stream().collect(Collectors.toMap(PingRtts::id, PingRtts::rtts)));
    return Future.all(snapshots, rtts)
        .map(ok ->
            snapshots.result().pings().stream()
                .map(ping ->
                    PingFigures.of(ping, Optional.ofNullable(rtts.result().get(ping.info().id()))))
                .toList());
  }

  private Future<List<EchoSnapshot>> echoServers() {
    return EchoApi.SERVERS.request(bus, new EchoApi.All()).map(EchoApi.Servers::servers);
  }

  private Future<HeartbeatApi.Applications> heartbeats() {
    return HeartbeatApi.MONITOR.request(bus, new HeartbeatApi.All());
  }

  private Future<AlertApi.Alerts> alerts() {
    return AlertApi.ALERTS.request(
        bus, new AlertApi.Page(Optional.empty(), Optional.empty(), Optional.empty(), 1));
  }

  private Future<HistoryHealth> history() {
    return HistoryApi.HISTORY
        .request(bus, new HistoryApi.ReadHealth())
        .map(HistoryApi.Health::health);
  }
}
