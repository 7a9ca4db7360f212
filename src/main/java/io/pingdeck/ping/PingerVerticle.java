package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.resolve.AddressWatch;
import io.pingdeck.ping.resolve.FollowedPings;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
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
  private final PingStarts starts;
  private final OneShotProbes probes;
  private final HaltedPings halted = new HaltedPings();
  private final Set<PingId> proceeding = new HashSet<>();
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
    starts =
        new PingStarts(worker, limits, budget, hosts, loop, pings, this::started, this::stopAgain);
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
    PingReview review = new PingReview(limits, pings, this::end);
    vertx.setPeriodic(WATCH_INTERVAL.toMillis(), _ -> review.tick());
    return Future.all(
        review.readUsers(vertx.eventBus()),
        PingApi.EVENTS.consume(vertx.eventBus(), this::onEvent),
        PingApi.pinger(worker).serve(vertx.eventBus(), handlers()));
  }

  @Override
  public Future<?> stop() {
    return loop.close();
  }

  private void end(PingInfo ping, String why) {
    LOG.info("{} ends: {}", ping.spec().name(), why);
    endReasons.put(ping.id(), why);
    end(ping).onFailure(e -> LOG.warn("{} cannot be ended", ping.spec().name(), e));
  }

  private void onEvent(PingEvent event) {
    switch (event) {
      case PingEvent.Forgotten(var id) -> pings.remove(id);
      case PingEvent.Deleted(var id) -> starts.giveUp(id);
      case PingEvent.Started _,
          PingEvent.Stopping _,
          PingEvent.Changed _,
          PingEvent.Noticed _,
          PingEvent.AddressChanged _,
          PingEvent.Ended _ -> {} // published by this verticle itself
    }
  }

  private Handlers<PingApi.PingerRequest<?>> handlers() {
    return new Handlers<PingApi.PingerRequest<?>>()
        .on(PingApi.Start.class, asked -> starts.begin(asked.spec()), (asked, ping) -> delete(ping))
        .on(
            PingApi.StartAll.class,
            asked -> starts.beginAll(asked.pings()).map(PingApi.Started::new),
            (asked, started) -> started.pings().forEach(this::delete))
        .on(PingApi.Probe.class, asked -> probes.probe(asked.spec()))
        .on(PingApi.Resume.class, asked -> restore(asked.ping(), asked.past()))
        .on(PingApi.Pause.class, asked -> find(asked.id()).compose(this::pause))
        .on(PingApi.Continue.class, asked -> find(asked.id()).compose(this::proceed))
        .on(PingApi.Change.class, asked -> find(asked.id()).compose(ping -> change(ping, asked)))
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

  /// A paused ping stays paused.
  private Future<PingInfo> restore(PingInfo ping, PingHistory past) {
    if (ping.state() != PingState.PAUSED) {
      return starts.resume(ping, past);
    }
    halted.restore(ping.id(), past);
    budget.pause(ping.spec());
    PingInfo paused = ping.onWorker(worker);
    put(new PingEvent.Changed(paused), paused);
    return Future.succeededFuture(paused);
  }

  private Future<PingInfo> pause(PingInfo ping) {
    if (ping.state() != PingState.RUNNING) {
      return already(PingState.PAUSED, ping);
    }
    PingInfo paused = ping.paused();
    if (starts.giveUp(ping.id())) {
      put(new PingEvent.Changed(paused), paused); // not in the loop, and halted already
    } else {
      halt(paused);
    }
    budget.pause(ping.spec());
    return Future.succeededFuture(paused);
  }

  private static Future<PingInfo> already(PingState wanted, PingInfo ping) {
    return ping.state() == wanted
        ? Future.succeededFuture(ping)
        : Future.failedFuture(RequestFailure.conflict("the ping is " + ping.state().json()));
  }

  /// @param changed how it is to be shown at once
  /// @return where it is to continue; fails if it ends instead
  private Future<PingHistory> halt(PingInfo changed) {
    Future<PingHistory> idle = halted.halt(changed.id());
    watch.forget(changed.id().value());
    put(new PingEvent.Changed(changed), changed);
    loop.stop(changed.id()).onFailure(e -> LOG.warn("{} goes on", changed.spec().name(), e));
    return idle;
  }

  /// Continues a paused ping. If that is refused, it stays paused.
  private Future<PingInfo> proceed(PingInfo paused) {
    PingId id = paused.id();
    if (paused.state() != PingState.PAUSED || !proceeding.add(id)) {
      return already(PingState.RUNNING, paused);
    }
    return halted
        .idle(id)
        .compose(past -> resume(id, past))
        .onFailure(_ -> {
          PingInfo now = pings.get(id);
          if (now != null && now.state() == PingState.PAUSED) {
            budget.pause(now.spec());
          }
        })
        .onComplete(_ -> proceeding.remove(id));
  }

  /// It stays halted until it runs, so that it can be paused again.
  private Future<PingInfo> resume(PingId id, PingHistory past) {
    PingInfo ping = pings.get(id);
    return ping == null ? Future.failedFuture(unknown(id)) : starts.resume(ping, past);
  }

  /// What is sent changes once the probes in flight have their outcomes.
  private Future<PingInfo> change(PingInfo ping, PingApi.Change asked) {
    PingSpec spec = asked.changed(ping.spec());
    boolean sendsLikeBefore = spec.sendsLike(ping.spec());
    PingInfo changed =
        sendsLikeBefore
            ? ping.with(spec)
            : ping.with(spec).endingAt(starts.end(spec, Instant.now()));
    if (!sendsLikeBefore && ping.state() != PingState.RUNNING) {
      if (ping.state() != PingState.PAUSED) {
        return already(PingState.RUNNING, ping);
      }
      Refusals.ifAny(limits.check(changed.spec(), changed.address()));
    }
    if (ping.state() != PingState.RUNNING || sendsLikeBefore) {
      put(new PingEvent.Changed(changed), changed);
      return Future.succeededFuture(changed);
    }
    if (halted.isHalted(ping.id())) {
      return Future.failedFuture(
          RequestFailure.conflict("the last change waits for the probes in flight"));
    }
    Refusals.ifAny(limits.check(changed.spec(), changed.address()));
    budget
        .move(changed.spec(), changed.address())
        .ifPresent(why -> Refusals.ifAny(List.of(new Fault("interval", why))));
    halt(changed).onSuccess(past -> restart(ping.id(), past));
    return Future.succeededFuture(changed);
  }

  private void restart(PingId id, PingHistory past) {
    resume(id, past)
        .onFailure(e -> {
          PingInfo now = pings.get(id);
          boolean givenUp = e instanceof RequestFailure failure && failure.isUnknown();
          if (!givenUp && now != null && now.state() == PingState.RUNNING) {
            finish(now.ended(PingState.FAILED, Instant.now(), e.getMessage()));
          }
        });
  }

  /// It was paused, stopped or deleted while it started.
  private Future<?> stopAgain(PingId id) {
    PingInfo now = pings.get(id);
    if (now == null || now.state() != PingState.PAUSED) {
      return loop.abort(id);
    }
    halt(now);
    return Future.succeededFuture();
  }

  private Future<PingInfo> end(PingInfo ping) {
    if (ping.state() != PingState.RUNNING && ping.state() != PingState.PAUSED) {
      return Future.succeededFuture(ping);
    }
    if (starts.giveUp(ping.id()) || halted.isIdle(ping.id())) {
      PingInfo ended = ping.ended(PingState.STOPPED, Instant.now(), endReason(ping.id()));
      finish(ended);
      return Future.succeededFuture(ended);
    }
    halted.forget(ping.id());
    PingInfo stopping = ping.stopping();
    pings.put(ping.id(), stopping);
    publish(new PingEvent.Stopping(stopping));
    return loop.stop(ping.id()).map(ok -> pings.getOrDefault(ping.id(), stopping));
  }

  private void started(PingInfo ping, Optional<Duration> ttl) {
    halted.forget(ping.id());
    publish(new PingEvent.Started(ping));
    watch.follow(ping, ttl, System.nanoTime());
  }

  private Future<PingInfo> delete(PingInfo ping) {
    starts.giveUp(ping.id());
    return loop.abort(ping.id())
        .map(ok -> {
          pings.remove(ping.id());
          halted.forget(ping.id());
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
      if (ping != null && !halted.ended(end, batch)) {
        String why = endReason(ping.id());
        finish(ping.ended(end.state(), now, end.state() == PingState.FAILED ? LOOP_DIED : why));
      }
    }
  }

  private String endReason(PingId ping) {
    return Objects.requireNonNullElse(endReasons.remove(ping), "");
  }

  private void finish(PingInfo ping) {
    halted.forget(ping.id());
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
