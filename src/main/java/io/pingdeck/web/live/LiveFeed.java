package io.pingdeck.web.live;

import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.json.HeartbeatJson;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.web.http.Batches;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers events to every live client, at the pace each can handle. Runs on one context.
public final class LiveFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final int SERVICE_RESTART = 1012;
  private static final int MOST_APPLICATIONS = 200;
  private static final int MOST_CHANGES = 50;

  private final Vertx vertx;
  private final FeedTiming timing;
  private final NanoClock clock = NanoClock.SYSTEM;
  private final LiveState state =
      new LiveState(HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong()));
  private final Set<FeedClient> clients = new LinkedHashSet<>();
  private List<SampleBatch> pending = new ArrayList<>();
  private long lookedAt;
  private boolean looking;

  public LiveFeed(Vertx vertx, FeedTiming timing) {
    this.vertx = vertx;
    this.timing = timing;
    this.lookedAt = clock.nanoTime() - timing.snapshots().toNanos();
  }

  /// @return completes when nothing published from now on can be missed
  public Future<?> start() {
    vertx.setPeriodic(timing.tick().toMillis(), id -> tick());
    return Future.all(
            PingApi.SAMPLES.consume(vertx.eventBus(), this::onSamples),
            PingApi.EVENTS.consume(vertx.eventBus(), this::onEvent))
        .compose(ok -> stats(new StatsApi.Page(Optional.empty(), LiveState.NEWEST)))
        .onSuccess(pings -> state.addPings(ids(pings.reversed())));
  }

  int clients() {
    return clients.size();
  }

  /// Adds a client and greets it at once.
  FeedClient join(FrameSink sink) {
    FeedClient client = new FeedClient(sink, state, timing, clock.nanoTime());
    clients.add(client);
    return client;
  }

  void leave(FeedClient client) {
    clients.remove(client);
  }

  public void close() {
    List.copyOf(clients).forEach(client -> client.close(SERVICE_RESTART, "Pingdeck stops"));
  }

  private void onSamples(SampleBatch batch) {
    if (batch.size() > 0) {
      pending.add(batch.withoutCounters());
    }
  }

  private void onEvent(PingEvent event) {
    switch (event) {
      case PingEvent.Started(var ping) -> state.addPings(List.of(ping.id().value()));
      case PingEvent.Deleted(var id) -> remove(id);
      case PingEvent.Forgotten(var id) -> remove(id);
      case PingEvent.Stopping _,
          PingEvent.Changed _,
          PingEvent.Noticed _,
          PingEvent.AddressChanged _,
          PingEvent.Ended _ -> {
        // Clients see it in the next snapshot.
      }
    }
  }

  private void remove(PingId id) {
    state.removePing(id.value());
    state.board().remove(id);
  }

  private void tick() {
    if (!pending.isEmpty()) {
      state.ring().add(pending);
      pending = new ArrayList<>();
    }
    if (clients.isEmpty()) {
      state.board().clear();
      return;
    }
    long now = clock.nanoTime();
    if (!looking && now - lookedAt >= timing.snapshots().toNanos()) {
      look(now);
    }
    List.copyOf(clients).forEach(client -> client.tick(now));
    if (!looking) { // a pending reply may still contain a removed ping
      clients.stream()
          .mapToLong(FeedClient::boardVersion)
          .min()
          .ifPresent(state.board()::forgetRemoved);
    }
  }

  /// Queries the pings and echo servers that clients have selected.
  private void look(long now) {
    looking = true;
    lookedAt = now;
    Future<?> pings = pings(wantedPings());
    Future<?> servers =
        EchoApi.SERVERS
            .request(vertx.eventBus(), new EchoApi.All())
            .map(EchoApi.Servers::servers)
            .onSuccess(state.board()::showEchoServers);
    Future.join(pings, servers, heartbeats())
        .onFailure(e -> LOG.warn("the live feed received no snapshots", e))
        .onComplete(done -> looking = false);
  }

  /// The applications that need attention most, with the latest changes, if any client has selected
  /// them.
  private Future<?> heartbeats() {
    if (clients.stream().noneMatch(FeedClient::wantsHeartbeats)) {
      return Future.succeededFuture();
    }
    return HeartbeatApi.MONITOR
        .request(vertx.eventBus(), new HeartbeatApi.Page(Optional.empty(), 0, MOST_APPLICATIONS))
        .compose(page ->
            HeartbeatApi.MONITOR
                .request(
                    vertx.eventBus(),
                    new HeartbeatApi.LatestChanges(Optional.empty(), MOST_CHANGES))
                .map(latest ->
                    FeedFrames.heartbeats(
                        HeartbeatJson.page(page)
                            .put("changes", HeartbeatJson.changes(latest.changes())))))
        .onSuccess(state.board()::showHeartbeats);
  }

  private Future<?> pings(Set<Long> wanted) {
    state.board().lookOnlyAt(wanted);
    return Batches.inTurn(
        wanted.stream().map(PingId::new).toList(),
        ids -> stats(new StatsApi.Some(ids)).map(this::show));
  }

  private Void show(List<PingSnapshot> pings) {
    state.board().show(pings);
    return null;
  }

  private Set<Long> wantedPings() {
    boolean newest = false;
    Set<Long> wanted = new HashSet<>();
    for (FeedClient client : clients) {
      switch (client.pings()) {
        case Subscription.Newest _ -> newest = true;
        case Subscription.Ids(var ids) -> wanted.addAll(ids);
      }
    }
    if (newest) {
      wanted.addAll(state.newestPings());
    }
    return wanted;
  }

  private Future<List<PingSnapshot>> stats(StatsApi.StatsRequest<StatsApi.Snapshots> request) {
    return StatsApi.STATS.request(vertx.eventBus(), request).map(StatsApi.Snapshots::pings);
  }

  private static List<Long> ids(List<PingSnapshot> pings) {
    return pings.stream().map(ping -> ping.info().id().value()).toList();
  }
}
