package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Durations;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.policy.KnownUsers;
import io.pingdeck.ping.policy.OwnServers;
import io.pingdeck.ping.resolve.AddressWatch;
import io.pingdeck.ping.resolve.FollowedPings;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.ResolvedHost;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.UserApi;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A pinger worker: receives commands from the bus, runs the pings on one [WorkerLoop], and
/// publishes their samples in batches and their lifecycle as events.
public final class PingerVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PingerVerticle.class);
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final String TARGET = "target";
  private static final String LOOP_DIED = "the thread that ran it died; the log says of what";

  private final int worker;
  private final PingLimits limits;
  private final SendBudget budget;
  private final HostResolver hosts;
  private final Map<PingId, PingInfo> pings = new HashMap<>();
  private final WorkerLoop loop;
  private final OneShotProbes probes;
  private final OwnServers.Removals removals;
  private final Set<PingId> resuming = new HashSet<>();
  private final Map<PingId, String> endReasons = new HashMap<>();
  private AddressWatch watch;
  private BareErrorNotices bareErrors;
  private long batches;

  /// @param trusted certificate authorities that HTTPS pings trust
  /// @param files access to the secret files that pings may name
  public PingerVerticle(
      int worker,
      PingLimits limits,
      SendBudget budget,
      Sockets sockets,
      TrustedCertificates trusted,
      SecretFiles files,
      HostResolver hosts) {
    this.worker = worker;
    this.limits = requireNonNull(limits, "limits");
    this.budget = requireNonNull(budget, "budget");
    this.hosts = requireNonNull(hosts, "hosts");
    loop = new WorkerLoop(worker, limits, budget, sockets, trusted, files, hosts);
    removals = limits.policy().own().watchRemovals();
    probes = new OneShotProbes(limits, budget, hosts, loop);
  }

  @Override
  public Future<?> start() throws IOException {
    watch =
        new AddressWatch(
            hosts,
            limits,
            new FollowedPings(
                pings,
                budget,
                ping -> loop.readdress(ping.spec(), ping.address()),
                ping -> put(new PingEvent.AddressChanged(ping), ping)),
            task -> context.runOnContext(_ -> task.run()));
    bareErrors = new BareErrorNotices(vertx, pings, ping -> put(new PingEvent.Noticed(ping), ping));
    loop.open(context, this::onSamples, bareErrors::add);
    vertx.setPeriodic(WATCH_INTERVAL.toMillis(), _ -> watch.tick(System.nanoTime()));
    vertx.setPeriodic(WATCH_INTERVAL.toMillis(), _ -> review());
    return Future.all(
        readUsers(),
        PingApi.EVENTS.consume(vertx.eventBus(), this::onEvent),
        PingApi.pinger(worker).serve(vertx.eventBus(), handlers()));
  }

  @Override
  public Future<?> stop() {
    return loop.close();
  }

  /// Learns who may still ping. Without a keeper of users, callers keep the roles that they had.
  private Future<?> readUsers() {
    KnownUsers users = limits.policy().users();
    return UserApi.CHANGED
        .consume(
            vertx.eventBus(),
            directory -> {
              users.set(directory);
              endRefused();
            })
        .compose(_ -> UserApi.USERS.request(vertx.eventBus(), new UserApi.ReadDirectory()))
        .onSuccess(users::set)
        .recover(e ->
            e instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
                ? Future.succeededFuture()
                : Future.failedFuture(e));
  }

  /// Ends the pings that whoever started them might not start now.
  private void endRefused() {
    for (PingInfo ping : List.copyOf(pings.values())) {
      if (ping.state() == PingState.RUNNING) {
        limits.refusal(ping.spec(), ping.address()).ifPresent(why -> end(ping, why));
      }
    }
  }

  private void review() {
    if (removals.areDue()) {
      endRefused();
    }
    endOverdue();
  }

  /// Ends the pings of tokens that have expired, and those that ran long enough.
  private void endOverdue() {
    Instant now = Instant.now();
    for (PingInfo ping : List.copyOf(pings.values())) {
      Caller by = ping.spec().startedBy();
      if (by.isRemote() && ping.state() == PingState.RUNNING) {
        limits
            .policy()
            .farewell(by)
            .or(() -> ping.endsAt().filter(end -> !now.isBefore(end)).map(_ -> ranLong()))
            .ifPresent(why -> end(ping, why));
      }
    }
  }

  private String ranLong() {
    return "it ran for "
        + Durations.format(limits.sending().perUser().maxDuration())
        + ", the longest time for a ping of a remote user: ping.limits.maxDuration";
  }

  private void end(PingInfo ping, String why) {
    LOG.info("{} ends: {}", ping.spec().name(), why);
    endReasons.put(ping.id(), why);
    end(ping).onFailure(e -> LOG.warn("{} cannot be ended", ping.spec().name(), e));
  }

  private void onEvent(PingEvent event) {
    switch (event) {
      case PingEvent.Forgotten(var id) -> pings.remove(id);
      case PingEvent.Deleted(var id) -> resuming.remove(id);
      case PingEvent.Started _,
          PingEvent.Stopping _,
          PingEvent.Noticed _,
          PingEvent.AddressChanged _,
          PingEvent.Ended _ -> {} // published by this verticle itself
    }
  }

  private Handlers<PingApi.PingerRequest<?>> handlers() {
    return new Handlers<PingApi.PingerRequest<?>>()
        .on(PingApi.Start.class, asked -> begin(asked.spec()), (asked, ping) -> delete(ping))
        .on(
            PingApi.StartAll.class,
            asked -> beginAll(asked.pings()).map(PingApi.Started::new),
            (asked, started) -> started.pings().forEach(this::delete))
        .on(PingApi.Probe.class, asked -> probes.probe(asked.spec()))
        .on(PingApi.Resume.class, asked -> resume(asked.ping(), asked.past()))
        .on(PingApi.Stop.class, asked -> find(asked.id()).compose(this::end))
        .on(PingApi.Delete.class, asked -> find(asked.id()).compose(this::delete));
  }

  private Future<PingInfo> find(PingId id) {
    PingInfo ping = pings.get(id);
    return ping == null ? Future.failedFuture(unknown(id)) : Future.succeededFuture(ping);
  }

  private static RequestFailure unknown(PingId id) {
    return RequestFailure.unknown("no ping " + id);
  }

  private Future<PingInfo> begin(PingSpec spec) {
    return inRoomFor(TARGET, 1, () -> ask(spec))
        .compose(resolved -> begin(new ResolvedPing(spec, resolved)))
        .recover(e -> Refusals.of(TARGET, e));
  }

  private Future<ResolvedHost> ask(PingSpec spec) {
    return loop.here(hosts.ask(spec.target(), spec.family(), HostResolver.PATIENCE));
  }

  private Future<PingInfo> begin(ResolvedPing planned) {
    Refusals.ifAny(limits.check(planned.spec(), planned.address()));
    checkRoom(TARGET, 1);
    budget
        .reserveAll(List.of(planned))
        .ifPresent(excess -> Refusals.ifAny(List.of(excess.fault())));
    return run(List.of(planned)).map(List::getFirst);
  }

  private Future<List<PingInfo>> beginAll(List<ListedPing> list) {
    return inRoomFor(TargetList.FIELD, list.size(), () -> loop.here(hosts.askAll(list)))
        .map(HostResolver.Looked::allOf)
        .compose(planned -> {
          Refusals.ifAny(limits.check(list, planned));
          checkRoom(TargetList.FIELD, planned.size());
          budget
              .reserveAll(planned)
              .ifPresent(excess ->
                  Refusals.ifAny(List.of(list.get(excess.index()).fault(excess.fault()))));
          return run(planned);
        })
        .recover(e -> Refusals.of(list, e));
  }

  /// Resolves the name again. If that fails, the previous address is used.
  private Future<PingInfo> resume(PingInfo ping, PingHistory past) {
    resuming.add(ping.id());
    Future<PingInfo> resumed =
        ping.spec().pin()
            ? Future.succeededFuture(ping.resumed(worker, ping.address(), ping.others()))
            : ask(ping.spec())
                .map(address -> AddressWatch.resumed(ping, worker, address, null, limits))
                .otherwise(e -> AddressWatch.resumed(ping, worker, null, e, limits));
    return resumed
        .compose(info -> {
          if (!resuming.remove(info.id())) {
            throw unknown(info.id()); // deleted meanwhile
          }
          Refusals.ifAny(limits.check(info.spec(), info.address()));
          ResolvedPing planned = new ResolvedPing(info.spec(), info.address(), info.others(), past);
          budget
              .resume(info.spec(), info.address())
              .ifPresent(fault -> Refusals.ifAny(List.of(fault)));
          return run(List.of(planned), List.of(ending(info)));
        })
        .map(List::getFirst)
        .recover(e -> Refusals.of(TARGET, e));
  }

  private <T> Future<T> inRoomFor(String field, int more, Supplier<Future<T>> ask) {
    return Future.succeededFuture()
        .compose(_ -> {
          checkRoom(field, more);
          return ask.get();
        });
  }

  private void checkRoom(String field, int more) {
    long running = pings.values().stream().filter(ping -> !ping.state().isEnded()).count();
    limits.checkRoom(field, running, more);
  }

  /// Starts all of them or none. Their budget is already reserved.
  private Future<List<PingInfo>> run(List<ResolvedPing> planned) {
    Instant now = Instant.now();
    List<PingInfo> started =
        planned.stream().map(ping -> ending(PingInfo.running(ping, worker, now))).toList();
    return run(planned, started);
  }

  /// A remote user may not come back to stop it.
  private PingInfo ending(PingInfo ping) {
    Duration most = limits.sending().perUser().maxDuration();
    return ping.spec().startedBy().isRemote()
        ? ping.endingAt(Optional.of(ping.startedAt().plus(most)))
        : ping;
  }

  private Future<List<PingInfo>> run(List<ResolvedPing> planned, List<PingInfo> started) {
    // Registered before they run: the first samples may arrive before the loop's reply.
    started.forEach(ping -> pings.put(ping.id(), ping));
    return loop.warmUp(planned.stream().map(ResolvedPing::spec).toList())
        .compose(ok -> loop.startAll(planned))
        .map(ok -> {
          started.forEach(ping -> publish(new PingEvent.Started(ping)));
          long now = System.nanoTime();
          for (int i = 0; i < started.size(); i++) {
            watch.follow(started.get(i), planned.get(i).ttl(), now);
          }
          return started;
        })
        .onFailure(e ->
            started.forEach(ping -> {
              pings.remove(ping.id());
              budget.release(ping.id());
            }));
  }

  private Future<PingInfo> end(PingInfo ping) {
    if (ping.state() != PingState.RUNNING) {
      return Future.succeededFuture(ping);
    }
    PingInfo stopping = ping.stopping();
    pings.put(ping.id(), stopping);
    publish(new PingEvent.Stopping(stopping));
    return loop.stop(ping.id()).map(ok -> pings.getOrDefault(ping.id(), stopping));
  }

  private Future<PingInfo> delete(PingInfo ping) {
    return loop.abort(ping.id())
        .map(ok -> {
          pings.remove(ping.id());
          endReasons.remove(ping.id());
          budget.release(ping.id());
          watch.forget(ping.id().value());
          publish(new PingEvent.Deleted(ping.id()));
          return ping;
        });
  }

  private void onSamples(SampleColumns buffer, List<LoopListener.End> ends) {
    SampleBatch batch = buffer.toBatch(worker, ++batches);
    loop.giveBack(buffer);
    PingApi.SAMPLES.publish(vertx.eventBus(), batch);
    probes.answer(batch);
    watch.samples(batch, System.nanoTime());
    Instant now = Instant.now();
    for (LoopListener.End end : ends) {
      PingInfo ping = pings.get(end.ping());
      if (ping != null) {
        String why = Objects.requireNonNullElse(endReasons.remove(ping.id()), "");
        finish(ping.ended(end.state(), now, end.state() == PingState.FAILED ? LOOP_DIED : why));
      }
    }
  }

  private void finish(PingInfo ping) {
    budget.release(ping.id());
    watch.forget(ping.id().value());
    put(new PingEvent.Ended(ping), ping);
  }

  private void put(PingEvent event, PingInfo ping) {
    pings.put(ping.id(), ping);
    publish(event);
  }

  private void publish(PingEvent event) {
    PingApi.EVENTS.publish(vertx.eventBus(), event);
  }
}
