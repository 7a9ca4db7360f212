package io.pingdeck.app;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.history.StoreVerticle;
import io.pingdeck.history.state.EchoMemory;
import io.pingdeck.history.state.Resumption;
import io.pingdeck.history.state.SavedEcho;
import io.pingdeck.history.state.SavedPing;
import io.pingdeck.history.state.SavedState;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.resolve.NameResolver;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.stats.rtt.RttFigures;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Restores the pings and echo servers of the previous run. Deploy after the pingers and echo
/// servers, before the web server.
///
/// Pings that were running continue; the time in between is "no data". Ended pings are listed with
/// their statistics.
public final class RestoreVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreVerticle.class);

  /// How much history to load first, so that a page that opens sees the samples before the restart.
  /// More would delay the page.
  private static final long RECENT_NANOS = 3_000_000_000L;

  /// All running pings share this many samples, so that the last ones get some too.
  private static final long MOST_RECENT = 4_000_000;

  /// Limit for one ping: an hour at ten per second. The statistics receive them in one message.
  private static final long MOST_RECENT_OF_ONE = 40_000;

  private static final long LONGEST_WAIT_MILLIS = 1000;

  private final StoreVerticle store;
  private final int workers;
  private final ConfiguredPings configuredPings;
  private final Set<EchoServerId> configured = new HashSet<>();
  private final List<SavedEcho> missing = new ArrayList<>();
  private long recentUntil;
  private long mostRecent;

  /// @param store already deployed
  /// @param workers number of pingers
  /// @param targets the pings of the configuration
  public RestoreVerticle(StoreVerticle store, int workers, List<PingSpec> targets) {
    this.store = requireNonNull(store, "store");
    this.workers = workers;
    configuredPings = new ConfiguredPings(targets, workers);
  }

  /// Completes when everything is restored, or after a second. In the latter case the page becomes
  /// available and the restore continues in the background.
  @Override
  public Future<?> start() {
    Optional<Future<SavedState>> known = store.known();
    if (known.isEmpty()) {
      configuredPings.start(vertx, Set.of());
      return Future.succeededFuture();
    }
    store.returning("what an earlier run left has not been read yet");
    Future<Void> back =
        echoServers()
            .onSuccess(servers -> servers.forEach(server -> configured.add(server.id())))
            .compose(ok -> known.get().onFailure(_ -> configuredPings.start(vertx, Set.of())))
            .compose(this::bringBack);
    back.onFailure(e -> LOG.error("not everything of the run before came back", e));
    return back.timeout(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)
        .recover(late -> Future.succeededFuture());
  }

  private Future<Void> bringBack(SavedState known) {
    recentUntil = System.nanoTime() + RECENT_NANOS;
    long running = known.pings().stream().filter(ping -> !ping.hasEnded()).count();
    mostRecent = Math.min(MOST_RECENT_OF_ONE, MOST_RECENT / Math.max(1, running));
    missing.addAll(known.echoServers());
    store.keep(new EchoMemory(configured, missing));
    return bringServers(known.echoServers())
        .compose(ok -> echoServers())
        .onSuccess(store::keep)
        .compose(ok -> bringPings(known))
        .onComplete(_ -> configuredPings.start(vertx, ids(known)))
        .eventually(() -> {
          store.returning("");
          return Future.succeededFuture();
        });
  }

  private static Set<PingId> ids(SavedState known) {
    return known.pings().stream().map(ping -> ping.info().id()).collect(Collectors.toSet());
  }

  private Future<List<EchoSnapshot>> echoServers() {
    return EchoApi.SERVERS
        .request(vertx.eventBus(), new EchoApi.All())
        .map(EchoApi.Servers::servers);
  }

  private Future<Void> bringServers(List<SavedEcho> servers) {
    Future<Void> brought = Future.succeededFuture();
    for (SavedEcho server : servers) {
      brought =
          brought
              .compose(ok -> bring(server))
              .onSuccess(ok -> {
                missing.remove(server);
                store.keep(new EchoMemory(configured, missing));
              });
    }
    return brought;
  }

  /// A server that came from the configuration and is no longer in it is not restored.
  private Future<Void> bring(SavedEcho server) {
    boolean runs = configured.contains(server.id());
    if (server.isConfigured() && !runs) {
      return Future.succeededFuture();
    }
    EchoApi.EchoRequest<EchoSnapshot> first =
        runs
            ? new EchoApi.Impair(server.id(), server.spec().impairment())
            : new EchoApi.Start(server.spec());
    return ask(server, first)
        .compose(ok ->
            server.isRunning()
                ? Future.succeededFuture()
                : ask(server, new EchoApi.Stop(server.id())));
  }

  private Future<Void> ask(SavedEcho server, EchoApi.EchoRequest<EchoSnapshot> command) {
    return EchoApi.SERVERS
        .request(vertx.eventBus(), command)
        .<Void>mapEmpty()
        .recover(e -> {
          if (!(e instanceof RequestFailure)) {
            return Future.failedFuture(e);
          }
          LOG.warn("echo server {} does not come back: {}", server.id(), e.getMessage());
          return Future.succeededFuture();
        });
  }

  private Future<Void> bringPings(SavedState state) {
    List<SavedPing> runningFirst =
        state.pings().stream().sorted(Comparator.comparing(SavedPing::hasEnded)).toList();
    Future<Void> brought = Future.succeededFuture();
    for (int i = 0; i < runningFirst.size(); i++) {
      SavedPing ping = runningFirst.get(i).with(configuredPings::configured);
      String progress = i + " of " + runningFirst.size() + " pings are back";
      brought =
          brought
              .compose(ok -> {
                store.returning(progress);
                return bring(ping, state.wasClosed());
              })
              .recover(e -> {
                LOG.warn("ping {} does not come back: {}", ping.info().id(), e.getMessage());
                return Future.succeededFuture();
              });
    }
    return brought;
  }

  private Future<Void> bring(SavedPing ping, boolean wasClosed) {
    return recent(ping)
        .compose(samples -> StatsApi.STATS.request(vertx.eventBus(), restore(ping, samples)))
        .compose(answer -> ping.hasEnded() ? Future.succeededFuture() : begin(ping, wasClosed));
  }

  private Future<SampleBatch> recent(SavedPing ping) {
    return ping.lastSentEpochNanos() > 0 && System.nanoTime() - recentUntil < 0
        ? store.recent(ping, mostRecent)
        : Future.succeededFuture(new SampleColumns().toBatch(0, 1));
  }

  private static StatsApi.Restore restore(SavedPing ping, SampleBatch recent) {
    Optional<RttFigures> rtts =
        ping.rtts().count() == 0 ? Optional.empty() : Optional.of(RttFigures.of(ping.rtts()));
    return new StatsApi.Restore(ping.info(), ping.counters().withoutInFlight(), rtts, recent);
  }

  /// A ping whose name must first be resolved does not delay the others.
  private Future<Void> begin(SavedPing ping, boolean wasClosed) {
    Future<Void> going = goOn(ping, wasClosed);
    PingSpec spec = ping.info().spec();
    if (spec.pin() || NameResolver.isFixed(spec.target().host())) {
      return going;
    }
    going.onFailure(e -> LOG.warn("ping {} does not come back: {}", spec.id(), e.getMessage()));
    return Future.succeededFuture();
  }

  private Future<Void> goOn(SavedPing ping, boolean wasClosed) {
    PingInfo info = ping.info();
    if (info.state() == PingState.STOPPING) {
      return ended(info.ended(PingState.STOPPED, Instant.now(), ""));
    }
    int worker = info.worker() < workers ? info.worker() : 0;
    return PingApi.pinger(worker)
        .request(vertx.eventBus(), new PingApi.Resume(info, Resumption.past(ping, wasClosed)))
        .<Void>mapEmpty()
        .recover(e ->
            switch (e) {
              case RequestFailure f when f.isUnknown() -> Future.succeededFuture(); // deleted
              case RequestFailure f ->
                  ended(info.ended(PingState.FAILED, Instant.now(), f.getMessage()));
              default -> Future.failedFuture(e);
            });
  }

  private Future<Void> ended(PingInfo info) {
    PingApi.EVENTS.publish(vertx.eventBus(), new PingEvent.Ended(info));
    return Future.succeededFuture();
  }
}
