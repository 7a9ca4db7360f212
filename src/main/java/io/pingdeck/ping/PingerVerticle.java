package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingPast;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.PlannedPing;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.loop.ProbeLoop;
import io.pingdeck.ping.resolve.AddressWatch;
import io.pingdeck.ping.resolve.FollowedPings;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleBuffer;
import io.pingdeck.ping.sender.AnswerTexts;
import io.pingdeck.ping.target.PinnedAddress;
import io.pingdeck.ping.tls.Authorities;
import io.pingdeck.ping.warmup.HttpWarmUp;
import io.pingdeck.ping.warmup.TcpWarmUp;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A pinger worker: takes commands from the bus, runs the pings on one [ProbeLoop], publishes their
/// samples in batches and their lives as events.
public final class PingerVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(PingerVerticle.class);
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(50);
  private static final String TARGET = "target";
  private static final String NOT_READY = "nothing was sent: getting ready took the whole timeout";
  private static final String TOO_SOON =
      "this target was probed a moment ago; see ping.limits.probeInterval";
  private static final String LOOP_DIED = "the thread that ran it died; the log says of what";

  private final int worker;
  private final PingLimits limits;
  private final SendBudget budget;
  private final ProbePace pace;
  private final Sockets sockets;
  private final Authorities authorities;
  private final SecretFiles files;
  private final HostResolver hosts;
  private final Map<PingId, PingInfo> pings = new HashMap<>();
  private final SingleProbes probes = new SingleProbes();
  private HttpProbes http;
  private final Set<PingId> resuming = new HashSet<>();
  private AddressWatch watch;
  private BareErrorNotices bareErrors;
  private ProbeLoop loop;
  private long batches;

  /// @param authorities whose certificates HTTPS pings trust
  /// @param files where the files with secrets may be that pings name
  public PingerVerticle(
      int worker,
      PingLimits limits,
      SendBudget budget,
      Sockets sockets,
      Authorities authorities,
      SecretFiles files,
      HostResolver hosts) {
    this.worker = worker;
    this.limits = requireNonNull(limits, "limits");
    this.budget = requireNonNull(budget, "budget");
    this.pace = new ProbePace(limits);
    this.sockets = requireNonNull(sockets, "sockets");
    this.authorities = requireNonNull(authorities, "authorities");
    this.files = requireNonNull(files, "files");
    this.hosts = requireNonNull(hosts, "hosts");
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
                ping -> fromLoop(loop.readdress(ping.spec(), ping.address())),
                ping -> put(new PingEvent.AddressChanged(ping), ping)),
            task -> context.runOnContext(_ -> task.run()));
    bareErrors = new BareErrorNotices(vertx, pings, ping -> put(new PingEvent.Noticed(ping), ping));
    openLoop();
    vertx.setPeriodic(WATCH_INTERVAL.toMillis(), _ -> watch.tick(System.nanoTime()));
    return Future.all(
        PingApi.EVENTS.consume(vertx.eventBus(), this::onEvent),
        PingApi.pinger(worker).serve(vertx.eventBus(), handlers()));
  }

  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(() -> {
      loop.close();
      return null;
    });
  }

  private void openLoop() throws IOException {
    http = new HttpProbes(sockets, authorities, files, HttpProbes.within(limits, hosts));
    loop =
        new ProbeLoop(
            "pinger-" + worker,
            sockets,
            FLUSH_INTERVAL,
            new ContextListener(
                context,
                worker,
                this::onSamples,
                error -> bareErrors.add(error),
                this::onLoopDeath),
            Optional.of(http),
            limits.maxConnections(),
            AnswerTexts.SLOW_PINGS);
  }

  private void onEvent(PingEvent event) {
    switch (event) {
      case PingEvent.Forgotten(var id) -> pings.remove(id);
      case PingEvent.Deleted(var id) -> resuming.remove(id);
      case PingEvent.Started _,
          PingEvent.Stopping _,
          PingEvent.Noticed _,
          PingEvent.AddressChanged _,
          PingEvent.Ended _ -> {} // our own words
    }
  }

  private Handlers<PingApi.PingerRequest<?>> handlers() {
    return new Handlers<PingApi.PingerRequest<?>>()
        .on(PingApi.Start.class, asked -> begin(asked.spec()), (asked, ping) -> delete(ping))
        .on(
            PingApi.StartAll.class,
            asked -> beginAll(asked.pings()).map(PingApi.Started::new),
            (asked, started) -> started.pings().forEach(this::delete))
        .on(
            PingApi.Probe.class,
            asked -> probe(SingleProbes.once(asked.spec(), limits.maxTimeout())))
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
    return inRoomFor(TARGET, 1, () -> ask(spec, HostResolver.PATIENCE))
        .compose(resolved -> begin(new PlannedPing(spec, resolved)))
        .recover(e -> Refusals.of(TARGET, e));
  }

  private Future<PinnedAddress> ask(PingSpec spec, Duration bound) {
    return Future.fromCompletionStage(hosts.ask(spec.target(), spec.family(), bound), context);
  }

  private Future<PingInfo> begin(PlannedPing planned) {
    Refusals.ifAny(limits.check(planned.spec(), planned.address()));
    checkRoom(TARGET, 1);
    reserve(planned);
    return run(List.of(planned)).map(List::getFirst);
  }

  private Future<List<PingInfo>> beginAll(List<ListedPing> list) {
    return inRoomFor(
            TargetList.FIELD,
            list.size(),
            () -> Future.fromCompletionStage(hosts.askAll(list), context))
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

  private Future<PingApi.Probed> probe(PingSpec spec) {
    if (probes.areTooMany()) {
      return Future.failedFuture(new FaultException(TARGET, "too many probes at once"));
    }
    long asked = System.nanoTime();
    return ask(spec, spec.timeout())
        .compose(resolved -> {
          long resolveNanos = System.nanoTime() - asked;
          Endpoint address = resolved.chosen();
          Refusals.ifAny(limits.check(spec, address));
          Optional<Duration> wait = pace.enter(spec, address, System.nanoTime());
          if (wait.isPresent()) {
            throw new RequestFailure(new RequestFailure.TooSoon(TOO_SOON, wait.get()));
          }
          Future<Sample> sample = probes.await(spec.id());
          warmUp(List.of(spec))
              .compose(ok -> {
                long spentNanos = System.nanoTime() - asked;
                return SingleProbes.isSpent(spec, spentNanos)
                    ? Future.failedFuture(new IOException(NOT_READY))
                    : fromLoop(loop.start(SingleProbes.within(spec, spentNanos), address));
              })
              .onFailure(e -> probes.forget(spec.id(), e));
          return sample.map(s -> new PingApi.Probed(address, resolveNanos, s));
        })
        .recover(e -> Refusals.of(TARGET, e));
  }

  /// Asks for the name again first. Without an answer the address of before has to do.
  private Future<PingInfo> resume(PingInfo ping, PingPast past) {
    resuming.add(ping.id());
    Future<PingInfo> resumed =
        ping.spec().pin()
            ? Future.succeededFuture(ping.resumed(worker, ping.address(), ping.others()))
            : ask(ping.spec(), HostResolver.PATIENCE)
                .map(address -> AddressWatch.resumed(ping, worker, address, null, limits))
                .otherwise(e -> AddressWatch.resumed(ping, worker, null, e, limits));
    return resumed
        .compose(info -> {
          if (!resuming.remove(info.id())) {
            throw unknown(info.id()); // deleted meanwhile
          }
          Refusals.ifAny(limits.check(info.spec(), info.address()));
          PlannedPing planned = new PlannedPing(info.spec(), info.address(), info.others(), past);
          reserve(planned);
          return run(List.of(planned), List.of(info));
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

  private void reserve(PlannedPing ping) {
    budget.reserveAll(List.of(ping)).ifPresent(excess -> Refusals.ifAny(List.of(excess.fault())));
  }

  /// Starts all or none of them, for which the budget has room reserved.
  private Future<List<PingInfo>> run(List<PlannedPing> planned) {
    Instant now = Instant.now();
    List<PingInfo> started =
        planned.stream().map(ping -> PingInfo.running(ping, worker, now)).toList();
    return run(planned, started);
  }

  private Future<List<PingInfo>> run(List<PlannedPing> planned, List<PingInfo> started) {
    // Known before they run: the first samples may arrive before the loop's own answer.
    started.forEach(ping -> pings.put(ping.id(), ping));
    return warmUp(planned.stream().map(PlannedPing::spec).toList())
        .compose(ok -> fromLoop(loop.startAll(planned)))
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

  /// What the first HTTP or TCP ping of the process has to load is loaded before it starts.
  private Future<Void> warmUp(List<PingSpec> specs) {
    if (specs.stream().allMatch(PingerVerticle::isReadyFor)) {
      return Future.succeededFuture();
    }
    HttpProbes asked = http;
    return vertx.executeBlocking(
        () -> {
          TcpWarmUp.run(sockets, specs);
          HttpWarmUp.run(sockets, authorities, specs);
          asked.readSecrets(specs);
          return null;
        },
        false);
  }

  private static boolean isReadyFor(PingSpec spec) {
    return HttpWarmUp.isWarmFor(spec) && TcpWarmUp.isWarmFor(spec) && !spec.http().hasFiles();
  }

  private Future<PingInfo> end(PingInfo ping) {
    if (ping.state() != PingState.RUNNING) {
      return Future.succeededFuture(ping);
    }
    PingInfo stopping = ping.stopping();
    pings.put(ping.id(), stopping);
    publish(new PingEvent.Stopping(stopping));
    return fromLoop(loop.stop(ping.id())).map(ok -> pings.getOrDefault(ping.id(), stopping));
  }

  private Future<PingInfo> delete(PingInfo ping) {
    return fromLoop(loop.abort(ping.id()))
        .map(ok -> {
          pings.remove(ping.id());
          budget.release(ping.id());
          watch.forget(ping.id().value());
          publish(new PingEvent.Deleted(ping.id()));
          return ping;
        });
  }

  private void onSamples(SampleBuffer buffer, List<LoopListener.End> ends) {
    SampleBatch batch = buffer.toBatch(worker, ++batches);
    loop.giveBack(buffer);
    PingApi.SAMPLES.publish(vertx.eventBus(), batch);
    probes.answer(batch);
    watch.samples(batch, System.nanoTime());
    Instant now = Instant.now();
    for (LoopListener.End end : ends) {
      PingInfo ping = pings.get(end.ping());
      if (ping != null) {
        finish(ping.ended(end.state(), now, end.state() == PingState.FAILED ? LOOP_DIED : ""));
      }
    }
  }

  /// The loop has given every probe its outcome and every ping its end before this.
  private void onLoopDeath(Throwable cause) {
    log.error("pinger {} died and is started again; its pings have failed", worker, cause);
    try {
      openLoop();
    } catch (IOException e) {
      log.error("pinger {} cannot be started again: {}", worker, e.getMessage());
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

  private Future<Void> fromLoop(CompletionStage<Void> stage) {
    return Future.fromCompletionStage(stage, context);
  }
}
