package io.pingdeck.ping;

import io.pingdeck.base.FaultException;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.resolve.FamilyFallback;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.target.ResolvedHost;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Sends probes that belong to no ping, one per request.
final class OneShotProbes {
  private static final String TARGET = "target";
  private static final String NOT_READY =
      "nothing was sent: the preparation took the whole timeout";
  private static final String TOO_SOON =
      "this target was probed too recently; see ping.limits.probeInterval";

  /// Maximum concurrent probes; more would be a load on the targets.
  private static final int MOST = 100;

  private final PingLimits limits;
  private final SendBudget budget;
  private final HostResolver hosts;
  private final WorkerLoop loop;
  private final ProbePace pace;
  private final Map<Long, Promise<Sample>> waiting = new HashMap<>();

  OneShotProbes(PingLimits limits, SendBudget budget, HostResolver hosts, WorkerLoop loop) {
    this.budget = budget;
    this.limits = limits;
    this.hosts = hosts;
    this.loop = loop;
    pace = new ProbePace(limits);
  }

  /// Sends a probe once its target is resolved.
  Future<PingApi.Probed> probe(PingSpec asked) {
    if (waiting.size() >= MOST) {
      return Future.failedFuture(new FaultException(TARGET, "too many probes at once"));
    }
    PingSpec spec = once(asked, Math.min(asked.timeout().toNanos(), limits.maxTimeout().toNanos()));
    long began = System.nanoTime();
    return loop.here(hosts.ask(spec.target(), spec.family(), spec.timeout()))
        .compose(resolved -> probe(spec, resolved, began))
        .recover(e -> Refusals.of(TARGET, e));
  }

  private Future<PingApi.Probed> probe(PingSpec spec, ResolvedHost resolved, long began) {
    long now = System.nanoTime();
    Endpoint address = resolved.chosen();
    Refusals.ifAny(limits.check(spec, address));
    Optional<Duration> wait = pace.enter(spec, address, now);
    if (wait.isPresent()) {
      throw new RequestFailure(new RequestFailure.TooSoon(TOO_SOON, wait.get()));
    }
    budget.visit(spec, address).ifPresent(fault -> Refusals.ifAny(List.of(fault)));
    return send(spec, address, began)
        .onComplete(_ -> loop.warmUp(List.of(spec))) // for the next one
        .map(sample -> new PingApi.Probed(address, now - began, sample, Optional.empty()))
        .compose(first -> fallBack(spec, resolved, first, began));
  }

  private Future<Sample> send(PingSpec spec, Endpoint address, long began) {
    Future<Sample> sample = await(spec.id());
    loop.readFiles(List.of(spec)) // a warm-up would use up the timeout
        .compose(ok -> start(spec, address, System.nanoTime() - began))
        .onFailure(e -> forget(spec.id(), e));
    return sample;
  }

  /// Probes the address of the other family, if there is one and the first address does not serve,
  /// see [FamilyFallback#isTurnedAway]. Returns the second result unless that address does not
  /// serve either.
  private Future<PingApi.Probed> fallBack(
      PingSpec spec, ResolvedHost resolved, PingApi.Probed first, long began) {
    Optional<Endpoint> other =
        FamilyFallback.isTurnedAway(first.sample())
            ? FamilyFallback.of(spec, first.address(), resolved.others(), limits)
            : Optional.empty();
    if (other.isEmpty()
        || pace.enter(other.get(), System.nanoTime()).isPresent()
        || budget.visit(spec, other.get()).isPresent()) {
      return Future.succeededFuture(first);
    }
    return send(spec, other.get(), began)
        .map(second ->
            FamilyFallback.isTurnedAway(second)
                ? first
                : new PingApi.Probed(
                    other.get(), first.resolveNanos(), second, Optional.of(first.address())))
        .otherwise(first);
  }

  /// Starts the probe with the time that the lookup and preparation left of its timeout.
  private Future<Void> start(PingSpec spec, Endpoint address, long spentNanos) {
    long left = spec.timeout().toNanos() - spentNanos;
    return left <= 0
        ? Future.failedFuture(new IOException(NOT_READY))
        : loop.start(once(spec, left), address);
  }

  /// Converts the spec to a ping with a count of one.
  private static PingSpec once(PingSpec spec, long timeoutNanos) {
    return spec.with()
        .interval(Duration.ofSeconds(1))
        .timeout(Duration.ofNanos(timeoutNanos))
        .count(OptionalLong.of(1))
        .build();
  }

  /// @return the probe's first outcome
  private Future<Sample> await(PingId id) {
    Promise<Sample> promise = Promise.promise();
    waiting.put(id.value(), promise);
    return promise.future().onComplete(done -> waiting.remove(id.value()));
  }

  /// Fails the pending result of a ping that could not be started.
  private void forget(PingId id, Throwable cause) {
    Promise<Sample> promise = waiting.get(id.value());
    if (promise != null) {
      promise.tryFail(cause);
    }
  }

  void answer(SampleBatch batch) {
    for (int i = 0; i < batch.size() && !waiting.isEmpty(); i++) {
      Promise<Sample> promise = waiting.get(batch.ping(i));
      if (promise != null) {
        promise.tryComplete(batch.sample(i));
      }
    }
  }
}
