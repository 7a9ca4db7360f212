package io.pingdeck.heartbeat;

import static java.util.Objects.requireNonNull;

import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.HeartbeatAddresses;
import io.pingdeck.heartbeat.api.HeartbeatAnswer;
import io.pingdeck.heartbeat.api.HeartbeatCommand;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.heartbeat.api.HeartbeatEvent;
import io.pingdeck.heartbeat.api.KnownApplication;
import io.pingdeck.heartbeat.api.MonitorRules;
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

/// The heartbeat monitor: takes beats by UDP on a thread of its own and by command, announces every
/// change of state once, and keeps what it knows on disk. A port that is taken is reported, not
/// fatal: beats by HTTP are counted all the same.
public final class HeartbeatVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatVerticle.class);
  private static final Duration TICK = Duration.ofMillis(50);

  private final HeartbeatConfig config;
  private final Path home;
  private final Path directory;
  private final Sockets sockets;
  private final ChangeLog log = new ChangeLog();
  private List<KnownApplication> known = List.of();
  private Keeper keeper;
  private Optional<Webhook> webhook = Optional.empty();
  private SystemMonitorClock clock;
  private BeatLoop loop;
  private String bindFault = "";

  /// @param home what key files are relative to
  /// @param directory where the monitor keeps what it knows
  public HeartbeatVerticle(HeartbeatConfig config, Path home, Path directory, Sockets sockets) {
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
        .compose(ok -> HeartbeatAddresses.HEARTBEATS.serve(vertx.eventBus(), this::answer));
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

  /// Reads keys and the file of the last process.
  private Optional<SavedMonitor> open() {
    known = MonitorKeys.read(config.applications(), home);
    keeper = new Keeper(directory);
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

  private Future<HeartbeatAnswer> answer(HeartbeatCommand command) {
    return switch (command) {
      case HeartbeatCommand.Page page ->
          ask((monitor, now) -> MonitorViews.page(monitor, now, page, around()));
      case HeartbeatCommand.All _ ->
          ask((monitor, now) -> MonitorViews.all(monitor, now, around()));
      case HeartbeatCommand.Read(String name) -> ask((monitor, now) -> read(monitor, name, now));
      case HeartbeatCommand.Beat(String name, BeatReport report) ->
          ask((monitor, now) -> beat(monitor, name, report, now));
      case HeartbeatCommand.SetRules(String name, Optional<BeatRules> rules) ->
          change((monitor, now) -> setRules(monitor, name, rules, now));
      case HeartbeatCommand.Forget(String name) ->
          change((monitor, now) ->
              monitor.forget(name, now)
                  ? new HeartbeatAnswer.Forgotten(name)
                  : new HeartbeatAnswer.Unknown(name));
      case HeartbeatCommand.Defaults _ -> ask((monitor, now) -> MonitorViews.defaults(monitor));
      case HeartbeatCommand.SetDefaults(Optional<BeatDefaults> wanted) ->
          change((monitor, now) -> {
            monitor.change(wanted, now);
            return MonitorViews.defaults(monitor);
          });
      case HeartbeatCommand.Saved _ -> keeper.saved().map(HeartbeatAnswer.Saved::new);
      case HeartbeatCommand.Changes(Optional<String> name, int limit) ->
          Future.succeededFuture(new HeartbeatAnswer.Changes(log.latest(name, limit)));
    };
  }

  private Future<HeartbeatAnswer> ask(BiFunction<BeatMonitor, Moment, HeartbeatAnswer> question) {
    return Future.fromCompletionStage(loop.ask(question), context);
  }

  /// What a person decides is on disk as soon as what applications do.
  private Future<HeartbeatAnswer> change(BiFunction<BeatMonitor, Moment, HeartbeatAnswer> change) {
    return ask(change).onSuccess(ok -> keeper.changed(List.of()));
  }

  private static HeartbeatAnswer read(BeatMonitor monitor, String name, Moment now) {
    return monitor
        .find(name)
        .<HeartbeatAnswer>map(
            found -> new HeartbeatAnswer.Done(ApplicationViews.snapshot(found, now)))
        .orElseGet(() -> new HeartbeatAnswer.Unknown(name));
  }

  private static HeartbeatAnswer beat(
      BeatMonitor monitor, String name, BeatReport report, Moment now) {
    if (!BeatText.isName(name)) {
      return new HeartbeatAnswer.Refused("not a name (" + BeatText.NAME_RULE + ")");
    }
    return monitor.beat(name, report, now)
        ? read(monitor, name, now)
        : new HeartbeatAnswer.Refused("only signed beats count for it, or there is no room for it");
  }

  private static HeartbeatAnswer setRules(
      BeatMonitor monitor, String name, Optional<BeatRules> rules, Moment now) {
    monitor.find(name).ifPresent(found -> monitor.change(found, rules, now));
    return read(monitor, name, now);
  }

  private MonitorViews.Surroundings around() {
    String reason = bindFault.isEmpty() ? keeper.fault() : bindFault;
    return new MonitorViews.Surroundings(
        loop.listening(), reason, loop.kernelDrops(), keeper.savedAt());
  }

  private void onChanges(List<BeatChange> changes) {
    changes.forEach(log::add);
    keeper.changed(changes);
    HeartbeatAddresses.HEARTBEAT_EVENTS.publish(
        vertx.eventBus(), new HeartbeatEvent.Changed(changes));
  }
}
