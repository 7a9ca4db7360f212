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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
  private final Function<PingId, Future<?>> stopAgain;

  /// The newest attempt to resume each ping; an earlier one is given up.
  private final Map<PingId, Object> resuming = new HashMap<>();

  /// @param pings those of the worker; a ping is added before its first sample
  /// @param started receives each started ping, and how long its address is valid
  /// @param stopAgain takes a ping out of the loop that was given up while it started
  PingStarts(
      int worker,
      PingLimits limits,
      SendBudget budget,
      HostResolver hosts,
      WorkerLoop loop,
      Map<PingId, PingInfo> pings,
      BiConsumer<PingInfo, Optional<Duration>> started,
      Function<PingId, Future<?>> stopAgain) {
    this.worker = worker;
    this.limits = requireNonNull(limits, "limits");
    this.budget = requireNonNull(budget, "budget");
    this.hosts = requireNonNull(hosts, "hosts");
    this.loop = requireNonNull(loop, "loop");
    this.pings = requireNonNull(pings, "pings");
    this.started = requireNonNull(started, "started");
    this.stopAgain = requireNonNull(stopAgain, "stopAgain");
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
    Object attempt = new Object();
    resuming.put(ping.id(), attempt);
    return resolved(ping)
        .compose(info -> {
          requireWanted(info.id(), attempt);
          Refusals.ifAny(limits.check(info.spec(), info.address()));
          budget
              .resume(info.spec(), info.address())
              .ifPresent(fault -> Refusals.ifAny(List.of(fault)));
          ResolvedPing planned = new ResolvedPing(info.spec(), info.address(), info.others(), past);
          PingInfo running = ending(info);
          return launch(List.of(planned), List.of(running)).map(running);
        })
        .compose(running -> {
          if (!resuming.remove(running.id(), attempt)) {
            return stopAgain
                .apply(running.id())
                .compose(_ -> Future.failedFuture(gone(running.id())));
          }
          started.accept(running, Optional.empty());
          return Future.succeededFuture(running);
        })
        .onFailure(_ -> resuming.remove(ping.id(), attempt))
        .recover(e -> Refusals.of(TARGET, e));
  }

  private Future<PingInfo> resolved(PingInfo ping) {
    return ping.spec().pin()
        ? Future.succeededFuture(ping.resumed(worker, ping.address(), ping.others()))
        : ask(ping.spec())
            .map(address -> AddressWatch.resumed(newest(ping), worker, address, null, limits))
            .otherwise(e -> AddressWatch.resumed(newest(ping), worker, null, e, limits));
  }

  /// Its name or its tags may have changed during the look-up.
  private PingInfo newest(PingInfo ping) {
    return pings.getOrDefault(ping.id(), ping);
  }

  private void requireWanted(PingId ping, Object attempt) {
    if (resuming.get(ping) != attempt) {
      throw gone(ping);
    }
  }

  private static RequestFailure gone(PingId ping) {
    return RequestFailure.unknown("no ping " + ping);
  }

  /// A ping was paused, stopped or deleted.
  ///
  /// @return whether it was being resumed; then the loop does not have it
  boolean giveUp(PingId ping) {
    return resuming.remove(ping) != null;
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
    return ping.endsAt().isPresent() ? ping : ping.endingAt(end(ping.spec(), ping.startedAt()));
  }

  /// When a ping that was started or changed then ends at the latest.
  Optional<Instant> end(PingSpec ping, Instant then) {
    Duration most = limits.sending().perUser().maxDuration();
    return ping.startedBy().isRemote() ? Optional.of(then.plus(most)) : Optional.empty();
  }

  private Future<List<PingInfo>> run(List<ResolvedPing> planned, List<PingInfo> running) {
    return launch(planned, running)
        .map(_ -> {
          for (int i = 0; i < running.size(); i++) {
            started.accept(running.get(i), planned.get(i).ttl());
          }
          return running;
        });
  }

  private Future<Void> launch(List<ResolvedPing> planned, List<PingInfo> running) {
    Map<PingId, PingInfo> before = new HashMap<>();
    for (PingInfo ping : running) {
      // Before they run: the first samples may arrive before the loop's reply.
      before.put(ping.id(), pings.put(ping.id(), ping));
    }
    return loop.warmUp(planned.stream().map(ResolvedPing::spec).toList())
        .compose(_ -> loop.startAll(planned))
        .onFailure(_ ->
            running.forEach(ping -> {
              if (pings.remove(ping.id(), ping) && before.get(ping.id()) != null) {
                pings.put(ping.id(), before.get(ping.id()));
              }
              budget.release(ping.id());
            }));
  }
}
