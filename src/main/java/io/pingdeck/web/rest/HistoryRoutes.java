package io.pingdeck.web.rest;

import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.SamplePage;
import io.pingdeck.json.HistoryJson;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.Responses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;

/// REST for the history of a ping: a series for a chart, and an export of every sample.
public final class HistoryRoutes {
  private static final String PING = "/api/v1/pings/:id";
  private static final Duration USUAL_SPAN = Duration.ofHours(1);
  private static final int USUAL_POINTS = 500;
  private static final int MOST_POINTS = 2000;
  private static final int PAGE = 5000;
  private static final String IRTT = "irtt";

  private final EventBus bus;

  public HistoryRoutes(EventBus bus) {
    this.bus = bus;
  }

  public void install(Routes routes) {
    Responses.json(routes.get(PING + "/history"), this::series);
    routes.get(PING + "/export").handler(this::export);
  }

  private Future<JsonObject> series(RoutingContext context) {
    PingId id = PingRoutes.id(context);
    HistorySpan span = HistorySpan.of(context.queryParams(), USUAL_SPAN, Instant.now());
    HistoryApi.ReadSeries query =
        new HistoryApi.ReadSeries(
            id,
            span.fromEpochNanos(),
            span.toEpochNanos(),
            Responses.count(context, "points", USUAL_POINTS, MOST_POINTS));
    return PingLookup.find(bus, id)
        .compose(ping -> HistoryApi.HISTORY.request(bus, query))
        .map(HistoryJson::series);
  }

  /// Streams page by page, with back-pressure from the client.
  private void export(RoutingContext context) {
    PingId id = PingRoutes.id(context);
    if (IRTT.equals(context.queryParams().get("format"))) {
      irtt(context, id);
      return;
    }
    ExportFormat format = ExportFormat.of(context.queryParams().get("format"));
    PingLookup.find(bus, id)
        .compose(ping -> {
          Instant now = Instant.now();
          Duration all = Duration.between(ping.info().startedAt(), now).plusDays(1);
          HistorySpan span = HistorySpan.of(context.queryParams(), all, now);
          // Reads the first page before it sends the head of the response, so that an error can
          // still be reported.
          return page(id, span.fromEpochNanos(), span.toEpochNanos())
              .compose(first -> {
                HttpServerResponse response = context.response();
                response
                    .setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
                    .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"ping-" + id + "." + format.ending() + "\"");
                return response
                    .write(format.head(ping))
                    .compose(ok -> write(response, format, id, first, span.toEpochNanos(), true))
                    .compose(ok -> response.end(format.foot()));
              });
        })
        .onFailure(e -> {
          if (context.response().headWritten()) {
            context.response().reset(); // a truncated response must not look complete
          } else {
            context.fail(e);
          }
        });
  }

  /// Sends a summary, which needs no samples.
  private void irtt(RoutingContext context, PingId id) {
    PingLookup.find(bus, id)
        .compose(ping ->
            StatsApi.STATS
                .request(bus, new StatsApi.ReadStatistics(id))
                .map(statistics -> IrttSummary.of(ping, statistics, Instant.now())))
        .onSuccess(summary ->
            context
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(
                    "Content-Disposition", "attachment; filename=\"ping-" + id + ".irtt.json\"")
                .end(summary.encodePrettily()))
        .onFailure(context::fail);
  }

  private Future<Void> write(
      HttpServerResponse response,
      ExportFormat format,
      PingId id,
      SamplePage page,
      long to,
      boolean first) {
    String text = format.samples(page.samples(), first);
    Future<Void> written = text.isEmpty() ? Future.succeededFuture() : response.write(text);
    if (page.nextEpochNanos().isEmpty()) {
      return written;
    }
    long next = page.nextEpochNanos().getAsLong();
    return written
        .compose(ok -> page(id, next, to))
        .compose(more -> write(response, format, id, more, to, first && text.isEmpty()));
  }

  private Future<SamplePage> page(PingId id, long from, long to) {
    return HistoryApi.HISTORY.request(bus, new HistoryApi.ReadSamples(id, from, to, PAGE));
  }
}
