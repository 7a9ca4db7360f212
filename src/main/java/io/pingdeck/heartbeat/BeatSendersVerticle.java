package io.pingdeck.heartbeat;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.heartbeat.api.BeatSenderApi;
import io.pingdeck.heartbeat.api.BeatSenderSnapshot;
import io.pingdeck.heartbeat.api.BeatSenderSpec;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.BeatText;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.policy.OwnServers;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.UserApi;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the heartbeats requested on [BeatSenderApi#SENDERS], each application on a thread of its
/// own, within the limits of pings. A stopped sender sends a goodbye.
public final class BeatSendersVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(BeatSendersVerticle.class);
  private static final int MAX_SENDERS = 16;

  private final PingLimits limits;
  private final SendBudget budget;
  private final OwnServers.Removals removals;
  private final Sockets sockets;
  // Concurrent, because each sender's thread removes its own entry when it ends.
  private final Map<String, Running> senders = new ConcurrentSkipListMap<>();

  public BeatSendersVerticle(PingLimits limits, SendBudget budget, Sockets sockets) {
    this.budget = requireNonNull(budget, "budget");
    this.limits = requireNonNull(limits, "limits");
    this.sockets = requireNonNull(sockets, "sockets");
    removals = limits.policy().own().watchRemovals();
  }

  private record Running(
      BeatSenderSpec spec, Endpoint address, Instant startedAt, BeatSender sender, Thread thread) {
    BeatSenderSnapshot snapshot() {
      BeatSender.Sent sent = sender.sent();
      return new BeatSenderSnapshot(spec, address, startedAt, sent.beats(), sent.refused());
    }
  }

  @Override
  public Future<?> start() {
    Handlers<BeatSenderApi.BeatSenderRequest<?>> handlers =
        new Handlers<BeatSenderApi.BeatSenderRequest<?>>()
            .on(
                BeatSenderApi.Start.class,
                asked -> begin(asked.spec()),
                (asked, sender) -> end(sender.spec().name()))
            .on(BeatSenderApi.Stop.class, asked -> end(asked.name()))
            .on(BeatSenderApi.All.class, asked -> Future.succeededFuture(all()));
    vertx.setPeriodic(1_000, _ -> endOverdue());
    return Future.all(
        UserApi.CHANGED.consume(vertx.eventBus(), this::review),
        BeatSenderApi.SENDERS.serve(vertx.eventBus(), handlers));
  }

  @Override
  public Future<?> stop() {
    List<Running> ending = List.copyOf(senders.values());
    ending.forEach(running -> running.sender().stop());
    return vertx.executeBlocking(() -> {
      for (Running running : ending) {
        running.thread().join(Duration.ofSeconds(1));
      }
      return null;
    });
  }

  private BeatSenderApi.Senders all() {
    return new BeatSenderApi.Senders(senders.values().stream().map(Running::snapshot).toList());
  }

  private Future<BeatSenderSnapshot> begin(BeatSenderSpec spec) {
    List<Fault> faults = faults(spec);
    if (!faults.isEmpty()) {
      return Future.failedFuture(new FaultException(faults));
    }
    return Future.fromCompletionStage(
            HostResolver.ofThisHost().ask(spec.target(), AddressFamily.ANY, HostResolver.PATIENCE),
            context)
        .map(resolved -> begin(spec, resolved.chosen()));
  }

  private BeatSenderSnapshot begin(BeatSenderSpec spec, Endpoint address) {
    List<Fault> faults = new ArrayList<>(faults(spec)); // state may have changed during the lookup
    faults.addAll(limits.check(asPing(spec), address));
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    Optional<Fault> noRoom = budget.reserve(spec.name(), asPing(spec), address);
    if (noRoom.isPresent()) {
      throw new FaultException(List.of(noRoom.get()));
    }
    BeatSender sender =
        new BeatSender(address, spec.name(), spec.interval(), spec.count(), Optional.empty());
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("beats of " + spec.name())
            .unstarted(() -> run(sender, spec.name()));
    Running running = new Running(spec, address, Instant.now(), sender, thread);
    senders.put(spec.name(), running);
    thread.start();
    return running.snapshot();
  }

  /// Stops the senders of those who may not send there any more.
  private void review(Directory directory) {
    limits.policy().users().set(directory);
    endRefused();
  }

  private void endRefused() {
    for (Running running : List.copyOf(senders.values())) {
      limits.refusal(asPing(running.spec()), running.address()).ifPresent(why -> end(running, why));
    }
  }

  private void endOverdue() {
    if (removals.areDue()) {
      endRefused();
    }
    Instant latest = Instant.now().minus(limits.sending().perUser().maxDuration());
    for (Running running : List.copyOf(senders.values())) {
      Caller by = running.spec().startedBy();
      if (by.isRemote()) {
        limits
            .policy()
            .farewell(by)
            .or(() ->
                running.startedAt().isAfter(latest)
                    ? Optional.empty()
                    : Optional.of("they were sent for ping.limits.maxDuration"))
            .ifPresent(why -> end(running, why));
      }
    }
  }

  private void end(Running running, String why) {
    LOG.info("the beats of {} end: {}", running.spec().name(), why);
    end(running.spec().name());
  }

  /// To a remote host a heartbeat is the same load as a probe, so the limits of pings apply.
  private static PingSpec asPing(BeatSenderSpec spec) {
    return PingSpec.of(new PingId(0), spec.target())
        .name(spec.name())
        .interval(spec.interval())
        .count(spec.count())
        .startedBy(spec.startedBy())
        .build();
  }

  private List<Fault> faults(BeatSenderSpec spec) {
    List<Fault> faults = new ArrayList<>();
    if (spec.target().protocol() != Protocol.UDP) {
      faults.add(new Fault("target", "beats go by udp: udp://host:port"));
    }
    if (!BeatText.isName(spec.name())) {
      faults.add(new Fault("name", "is not a name (" + BeatText.NAME_RULE + ")"));
    } else if (senders.containsKey(spec.name())) {
      faults.add(new Fault("name", spec.name() + " is already sending"));
    }
    if (senders.size() >= MAX_SENDERS) {
      faults.add(new Fault("name", MAX_SENDERS + " senders are the maximum; stop one first"));
    }
    return faults;
  }

  private void run(BeatSender sender, String name) {
    try {
      sender.run(sockets);
    } catch (IOException e) {
      LOG.warn("cannot send the beats of {}: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (senders.values().removeIf(running -> running.sender() == sender)) {
        budget.release(name);
      }
    }
  }

  private Future<BeatSenderSnapshot> end(String name) {
    Running running = senders.remove(name);
    if (running == null) {
      return Future.failedFuture(RequestFailure.unknown("no sender called " + name));
    }
    budget.release(name);
    running.sender().stop();
    return Future.succeededFuture(running.snapshot());
  }
}
