package io.pingdeck.heartbeat;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.KnownApplication;
import io.pingdeck.heartbeat.api.MonitorRules;
import io.pingdeck.heartbeat.api.StateDamage;
import io.pingdeck.heartbeat.monitor.ApplicationViews;
import io.pingdeck.heartbeat.monitor.BeatMonitor;
import io.pingdeck.heartbeat.monitor.ChangeLog;
import io.pingdeck.heartbeat.monitor.Moment;
import io.pingdeck.heartbeat.monitor.MonitorViews;
import io.pingdeck.heartbeat.monitor.SavedMonitor;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.BeatText;
import io.pingdeck.ping.policy.OwnServers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The heartbeat monitor: receives beats by UDP on a thread of its own and by command, publishes
/// every change of state once, and persists its state. A port that is in use is reported and is not
/// fatal, because beats by HTTP still count.
public final class HeartbeatVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatVerticle.class);
  private static final Duration TICK = Duration.ofMillis(50);

  private final HeartbeatConfig config;
  private final Path home;
  private final Path directory;
  private final Sockets sockets;
  private final OwnServers own;
  private final ChangeLog log = new ChangeLog();
  private List<KnownApplication> known = List.of();
  private MonitorStateWriter keeper;
  private Optional<Webhook> webhook = Optional.empty();
  private SystemMonitorClock clock;
  private BeatLoop loop;
  private String bindFault = "";

  /// @param home base folder of relative key files
  /// @param directory folder of the monitor's persistent state
  public HeartbeatVerticle(HeartbeatConfig config, Path home, Path directory, Sockets sockets) {
    this(config, home, directory, sockets, new OwnServers());
  }

  /// @param own learns the address on which it listens
  public HeartbeatVerticle(
      HeartbeatConfig config, Path home, Path directory, Sockets sockets, OwnServers own) {
    this.own = requireNonNull(own, "own");
    this.config = requireNonNull(config, "config");
    this.home = requireNonNull(home, "home");
    this.directory = requireNonNull(directory, "directory");
    this.sockets = requireNonNull(sockets, "sockets");
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(this::open)
        .compose(this::run)
        .compose(ok -> HeartbeatApi.MONITOR.serve(vertx.eventBus(), handlers()));
  }

  @Override
  public Future<?> stop() {
    if (loop == null) {
      return Future.succeededFuture();
    }
    return keeper
        .save()
        .eventually(() ->
            vertx.executeBlocking(() -> {
              loop.close();
              clock.close();
              keeper.close();
              return null;
            }));
  }

  /// Reads the keys and the state of the previous process.
  private Optional<SavedMonitor> open() {
    known = MonitorKeys.read(config.applications(), home);
    keeper = new MonitorStateWriter(directory);
    webhook =
        config.webhook().url().map(url -> new Webhook(vertx, config.webhook(), url, directory));
    return keeper.load();
  }

  private Future<Void> run(Optional<SavedMonitor> saved) {
    try {
      return started(saved);
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Void> started(Optional<SavedMonitor> saved) throws IOException {
    clock = new SystemMonitorClock();
    Moment now = clock.now();
    MonitorRules rules = new MonitorRules(config.defaults(), config.maxUnknown(), TICK);
    List<BeatChange> fresh = new ArrayList<>();
    BeatMonitor monitor = new BeatMonitor(rules, known, now, fresh::add);
    saved.ifPresent(state -> {
      state.changes().forEach(log::add);
      monitor.restore(state, now);
    });
    Context here = context;
    loop =
        new BeatLoop(
            monitor,
            fresh,
            changes -> here.runOnContext(ok -> onChanges(changes)),
            clock,
            port(),
            sockets);
    loop.listening().ifPresent(address -> own.add(true, address));
    loop.listening().ifPresent(address -> LOG.info("heartbeats at {}", address));
    keeper.start(vertx, loop, log, changes -> webhook.ifPresent(hook -> hook.offer(changes)));
    webhook.ifPresent(
        hook -> hook.start(log.all(), saved.isEmpty() ? 0 : saved.get().lastChange()));
    return Future.succeededFuture();
  }

  private Optional<DatagramPort> port() {
    if (!config.enabled()) {
      return Optional.empty();
    }
    try {
      Endpoint bind = Endpoint.of(InetAddress.ofLiteral(config.host()), config.port());
      return Optional.of(BeatLoop.openPort(bind, sockets));
    } catch (IOException e) {
      bindFault = String.valueOf(e.getMessage());
      LOG.warn("no heartbeats by UDP: {}", bindFault);
      return Optional.empty();
    }
  }

  private Handlers<HeartbeatApi.HeartbeatRequest<?>> handlers() {
    return new Handlers<HeartbeatApi.HeartbeatRequest<?>>()
        .on(
            HeartbeatApi.Page.class,
            page -> ask((monitor, now) -> MonitorViews.page(monitor, now, page, around())))
        .on(
            HeartbeatApi.All.class,
            all -> ask((monitor, now) -> MonitorViews.all(monitor, now, around())))
        .on(
            HeartbeatApi.Read.class,
            asked -> ask((monitor, now) -> read(monitor, asked.name(), now)))
        .on(HeartbeatApi.Beat.class, beat -> ask((monitor, now) -> beat(monitor, beat, now)))
        .on(
            HeartbeatApi.SetRules.class,
            wanted -> change((monitor, now) -> setRules(monitor, wanted, now)))
        .on(
            HeartbeatApi.Forget.class,
            asked -> change((monitor, now) -> forget(monitor, asked.name(), now)))
        .on(
            HeartbeatApi.ReadDefaults.class,
            asked -> ask((monitor, now) -> MonitorViews.defaults(monitor)))
        .on(
            HeartbeatApi.SetDefaults.class,
            wanted -> change((monitor, now) -> setDefaults(monitor, wanted, now)))
        .on(
            HeartbeatApi.LatestChanges.class,
            asked ->
                Future.succeededFuture(
                    new HeartbeatApi.Changes(log.latest(asked.name(), asked.limit()))))
        .on(HeartbeatApi.Save.class, asked -> keeper.saved().map(HeartbeatApi.Saved::new));
  }

  private <T> Future<T> ask(BiFunction<BeatMonitor, Moment, T> question) {
    return Future.fromCompletionStage(loop.ask(question), context);
  }

  /// Persists a user's change as promptly as a change of state.
  private <T> Future<T> change(BiFunction<BeatMonitor, Moment, T> change) {
    return ask(change).onSuccess(ok -> keeper.changed(List.of()));
  }

  private static HeartbeatSnapshot read(BeatMonitor monitor, String name, Moment now) {
    return monitor
        .find(name)
        .map(found -> ApplicationViews.snapshot(found, now))
        .orElseThrow(() -> RequestFailure.unknown("no application " + name));
  }

  private static HeartbeatSnapshot beat(BeatMonitor monitor, HeartbeatApi.Beat beat, Moment now) {
    if (!BeatText.isName(beat.name())) {
      throw RequestFailure.conflict("not a name (" + BeatText.NAME_RULE + ")");
    }
    if (!monitor.beat(beat.name(), beat.report(), now)) {
      throw RequestFailure.conflict(
          "it accepts only signed heartbeats, or the limit of applications is reached");
    }
    return read(monitor, beat.name(), now);
  }

  private static HeartbeatSnapshot setRules(
      BeatMonitor monitor, HeartbeatApi.SetRules wanted, Moment now) {
    monitor.find(wanted.name()).ifPresent(found -> monitor.change(found, wanted.rules(), now));
    return read(monitor, wanted.name(), now);
  }

  private static HeartbeatApi.Forgotten forget(BeatMonitor monitor, String name, Moment now) {
    if (!monitor.forget(name, now)) {
      throw RequestFailure.unknown("no application " + name);
    }
    return new HeartbeatApi.Forgotten(name);
  }

  private static HeartbeatApi.Defaults setDefaults(
      BeatMonitor monitor, HeartbeatApi.SetDefaults wanted, Moment now) {
    monitor.change(wanted.defaults(), now);
    return MonitorViews.defaults(monitor);
  }

  private MonitorViews.Surroundings around() {
    String reason = bindFault.isEmpty() ? keeper.fault() : bindFault;
    StateDamage damage =
        keeper.damage().plus(webhook.map(Webhook::damage).orElse(StateDamage.NONE));
    return new MonitorViews.Surroundings(
        loop.listening(), reason, loop.kernelDrops(), keeper.savedAt(), damage);
  }

  private void onChanges(List<BeatChange> changes) {
    changes.forEach(log::add);
    keeper.changed(changes);
    HeartbeatApi.CHANGED.publish(vertx.eventBus(), new HeartbeatApi.Changes(changes));
  }
}
