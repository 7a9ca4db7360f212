package io.pingdeck.web;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.NanoClock;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.net.Capabilities;
import io.pingdeck.web.access.Access;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.BasePath;
import io.pingdeck.web.http.ClientAddress;
import io.pingdeck.web.http.ClientConnections;
import io.pingdeck.web.http.FrontDoor;
import io.pingdeck.web.http.HttpVersionCheck;
import io.pingdeck.web.http.OriginCheck;
import io.pingdeck.web.http.OwnNames;
import io.pingdeck.web.http.Problems;
import io.pingdeck.web.http.StaticFiles;
import io.pingdeck.web.http.WebConfig;
import io.pingdeck.web.live.FeedTiming;
import io.pingdeck.web.live.LiveFeed;
import io.pingdeck.web.live.LiveRoute;
import io.pingdeck.web.live.WorkerBoard;
import io.pingdeck.web.probe.ProbeRoute;
import io.pingdeck.web.rest.AlertRoutes;
import io.pingdeck.web.rest.BeatSenderRoutes;
import io.pingdeck.web.rest.DoctorRoute;
import io.pingdeck.web.rest.EchoRoutes;
import io.pingdeck.web.rest.HeartbeatRoutes;
import io.pingdeck.web.rest.HistoryRoutes;
import io.pingdeck.web.rest.MetricsRoute;
import io.pingdeck.web.rest.PingBatchRoute;
import io.pingdeck.web.rest.PingRoutes;
import io.pingdeck.web.rest.SystemRoutes;
import io.pingdeck.web.tls.PageTls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The dashboard's HTTP server: REST, the live feed, the page.
public final class WebVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);
  private static final int SEND_BUFFER_BYTES = 128 * 1024;
  private static final int IDLE_SECONDS = 60; // also closes a client that does not read

  /// Maximum time for a client to complete the closing handshake of a WebSocket. Shutdown waits for
  /// it and has two seconds in total.
  private static final int CLOSING_SECONDS = 1;

  private static final long SWEEP_MILLIS = 1000;

  private final WebConfig config;
  private final int workers;
  private final int mostPings;
  private final Path webroot;
  private final Capabilities capabilities;
  private final DataPlace place;
  private final FeedTiming timing;
  private final InstantSource wallClock;
  private final WorkerBoard workerBoard = new WorkerBoard();
  private volatile boolean closing;
  private LiveFeed feed;
  private ClientAddress addresses;
  private Access access;
  private ClientConnections connections;
  private Router router;
  private HttpServer server;

  /// @param workers number of pinger workers, numbered from 0
  /// @param mostPings maximum number of pings per worker
  /// @param webroot folder of the page's files
  public WebVerticle(
      WebConfig config,
      int workers,
      int mostPings,
      Path webroot,
      Capabilities capabilities,
      DataPlace place) {
    this(
        config,
        workers,
        mostPings,
        webroot,
        capabilities,
        place,
        FeedTiming.USUAL,
        InstantSource.system());
  }

  WebVerticle(
      WebConfig config,
      int workers,
      int mostPings,
      Path webroot,
      Capabilities capabilities,
      DataPlace place,
      FeedTiming timing,
      InstantSource wallClock) {
    this.mostPings = mostPings;
    this.config = requireNonNull(config, "config");
    this.workers = workers;
    this.webroot = requireNonNull(webroot, "webroot");
    this.capabilities = requireNonNull(capabilities, "capabilities");
    this.place = requireNonNull(place, "place");
    this.timing = requireNonNull(timing, "timing");
    this.wallClock = requireNonNull(wallClock, "wallClock");
  }

  @Override
  public Future<?> start() {
    feed = new LiveFeed(vertx, timing);
    addresses = new ClientAddress(config.proxy());
    access = new Access(vertx, config, addresses, NanoClock.SYSTEM, wallClock);
    return vertx
        .executeBlocking(WebVerticle::contract, false)
        .compose(openApi -> access.start().map(openApi))
        .compose(openApi -> feed.start().map(openApi))
        .compose(openApi -> workerBoard.start(vertx.eventBus()).map(openApi))
        .compose(openApi -> tls().compose(tls -> listen(openApi, tls)))
        .onSuccess(listening -> {
          String url = config.url(listening.actualPort());
          LOG.info("dashboard at {}", url);
          access.opened(url);
        });
  }

  private static Buffer contract() throws IOException {
    try (InputStream in = WebVerticle.class.getResourceAsStream("/openapi.yaml")) {
      return Buffer.buffer(requireNonNull(in, "openapi.yaml").readAllBytes());
    }
  }

  /// From now on services may be gone, which is no failure. Thread-safe.
  public void closing() {
    closing = true;
  }

  /// Notifies clients of the shutdown before their connections close.
  @Override
  public Future<?> stop() {
    if (feed != null) {
      feed.close();
    }
    return Future.succeededFuture();
  }

  /// The port the server listens on. Valid once it is deployed.
  public int port() {
    return server.actualPort();
  }

  /// Accepts `GET /probe` with the result as a token, until [#endWarmUp]: the process loads its
  /// code by such requests. Thread-safe, once it is deployed.
  public String beginWarmUp() {
    return access.beginWarmUp();
  }

  /// Thread-safe.
  public void endWarmUp() {
    access.endWarmUp();
  }

  /// Every route, including static files and routes that only check requests.
  public List<Route> routes() {
    return router.getRoutes();
  }

  /// HTTPS, if it is configured. Otherwise nothing of it is loaded but one class.
  private Future<Optional<PageTls>> tls() {
    return config
        .tls()
        .map(files -> PageTls.load(vertx, files).map(Optional::of))
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  private Future<HttpServer> listen(Buffer openApi, Optional<PageTls> tls) {
    OwnNames names = new OwnNames(config);
    router = router(names, openApi, tls);
    connections = new ClientConnections(config.connections(), addresses, NanoClock.SYSTEM);
    vertx.setPeriodic(SWEEP_MILLIS, _ -> connections.sweep());
    HttpServerOptions options = options();
    tls.ifPresent(https -> https.apply(options, config.connections().firstRequest()));
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connection -> {
              HttpVersionCheck.install(connection);
              connections.opened(connection);
            })
            .requestHandler(
                connections.before(
                    new FrontDoor(names, BasePath.before(router, config.proxy().basePath()))))
            .invalidRequestHandler(FrontDoor::refuseUnreadable);
    return server
        .listen()
        .onSuccess(listening -> tls.ifPresent(https -> https.watch(listening, options)));
  }

  private Router router(OwnNames names, Buffer openApi, Optional<PageTls> tls) {
    Router made = Router.router(vertx);
    Problems.install(made, () -> closing);
    BasePath.prefixLocations(made, config.proxy().publicPath());
    made.route().handler(new OriginCheck(names, config.proxy()));
    Routes routes = new Routes(made, access::check);
    access.install(routes);
    new LiveRoute(
            feed, access.sockets(), addresses, config.maxClients(), config.maxClientsPerSource())
        .install(routes);
    PingRoutes pings = new PingRoutes(vertx.eventBus(), workers);
    new PingBatchRoute(vertx.eventBus(), pings::nextWorker, mostPings).install(routes);
    pings.install(routes);
    new HistoryRoutes(vertx.eventBus()).install(routes);
    new MetricsRoute(vertx.eventBus()).install(routes);
    new ProbeRoute(vertx.eventBus()).install(routes);
    new EchoRoutes(vertx.eventBus()).install(routes);
    new HeartbeatRoutes(vertx.eventBus()).install(routes);
    new BeatSenderRoutes(vertx.eventBus()).install(routes);
    new AlertRoutes(vertx.eventBus()).install(routes);
    new SystemRoutes(
            vertx.eventBus(),
            capabilities,
            place,
            workerBoard,
            openApi,
            () -> tls.map(PageTls::json))
        .install(routes);
    new DoctorRoute(vertx.eventBus()).install(routes);
    routes.files(StaticFiles.PATTERN).handler(new StaticFiles(webroot));
    routes.complete();
    return made;
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxInitialLineLength(4096)
        .setMaxHeaderSize(8192)
        .setMaxFormFields(0)
        .setHttp2ClearTextEnabled(false)
        .setSendBufferSize(SEND_BUFFER_BYTES)
        .setMaxWebSocketFrameSize(LiveRoute.MAX_MESSAGE)
        .setMaxWebSocketMessageSize(LiveRoute.MAX_MESSAGE)
        .setWebSocketClosingTimeout(CLOSING_SECONDS)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setWebSocketSubProtocols(List.of(LiveRoute.PROTOCOL));
  }
}
