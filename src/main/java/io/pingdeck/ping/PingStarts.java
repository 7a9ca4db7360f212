package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.resolve.AddressWatch;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.ResolvedHost;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Starts the pings of a worker: resolves names, checks the limits, reserves the budget, and hands
/// them to the loop.
final class PingStarts {
  private static final String TARGET = "target";

  private final int worker;
  private final PingLimits limits;
  private final SendBudget budget;
  private final HostResolver hosts;
  private final WorkerLoop loop;
  private final Map<PingId, PingInfo> pings;
  private final BiConsumer<PingInfo, Optional<Duration>> started;
  private final Set<PingId> resuming = new HashSet<>();

  /// @param pings those of the worker; a ping is added before its first sample
  /// @param started receives each started ping, and how long its address is valid
  PingStarts(
      int worker,
      PingLimits limits,
      SendBudget budget,
      HostResolver hosts,
      WorkerLoop loop,
      Map<PingId, PingInfo> pings,
      BiConsumer<PingInfo, Optional<Duration>> started) {
    this.worker = worker;
    this.limits = requireNonNull(limits, "limits");
    this.budget = requireNonNull(budget, "budget");
    this.hosts = requireNonNull(hosts, "hosts");
    this.loop = requireNonNull(loop, "loop");
    this.pings = requireNonNull(pings, "pings");
    this.started = requireNonNull(started, "started");
  }

  Future<PingInfo> begin(PingSpec spec) {
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

  /// Starts all of them or none.
  Future<List<PingInfo>> beginAll(List<ListedPing> list) {
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

  /// Continues a ping that is not in the loop. Resolves its name again; if that fails, the previous
  /// address is used.
  ///
  /// @return fails as unknown if it was given up meanwhile
  Future<PingInfo> resume(PingInfo ping, PingHistory past) {
    resuming.add(ping.id());
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
            throw RequestFailure.unknown("no ping " + info.id());
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

  /// A ping that is being resumed was stopped or deleted.
  void giveUp(PingId ping) {
    resuming.remove(ping);
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
    List<PingInfo> running =
        planned.stream().map(ping -> ending(PingInfo.running(ping, worker, now))).toList();
    return run(planned, running);
  }

  /// A remote user may not come back to stop it.
  private PingInfo ending(PingInfo ping) {
    Duration most = limits.sending().perUser().maxDuration();
    return ping.spec().startedBy().isRemote()
        ? ping.endingAt(Optional.of(ping.startedAt().plus(most)))
        : ping;
  }

  private Future<List<PingInfo>> run(List<ResolvedPing> planned, List<PingInfo> running) {
    // Registered before they run: the first samples may arrive before the loop's reply.
    running.forEach(ping -> pings.put(ping.id(), ping));
    return loop.warmUp(planned.stream().map(ResolvedPing::spec).toList())
        .compose(ok -> loop.startAll(planned))
        .map(ok -> {
          for (int i = 0; i < running.size(); i++) {
            started.accept(running.get(i), planned.get(i).ttl());
          }
          return running;
        })
        .onFailure(e ->
            running.forEach(ping -> {
              pings.remove(ping.id());
              budget.release(ping.id());
            }));
  }
}
