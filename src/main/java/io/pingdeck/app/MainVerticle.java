package io.pingdeck.app;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.AlertVerticle;
import io.pingdeck.audit.AuditVerticle;
import io.pingdeck.config.AppConfig;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.doctor.Doctor;
import io.pingdeck.doctor.DoctorVerticle;
import io.pingdeck.echo.EchoServersVerticle;
import io.pingdeck.echo.server.EchoLog;
import io.pingdeck.heartbeat.BeatSendersVerticle;
import io.pingdeck.heartbeat.HeartbeatVerticle;
import io.pingdeck.history.StoreVerticle;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.PingerVerticle;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.policy.PingPolicy;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.stats.StatsVerticle;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.user.UsersVerticle;
import io.pingdeck.web.WebVerticle;
import io.pingdeck.web.access.Access;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The deployment graph. Listeners start before their clients and the web server last, so every
/// service is running when the page becomes reachable.
public final class MainVerticle extends VerticleBase {
  private final AppConfig config;
  private final Path home;
  private final Path data;
  private final Sockets sockets;
  private final StatsLimits memory;
  private final DescriptorBudget.Shares shares;
  private final PingPolicy policy;
  private final PingLimits limits;
  private final SendBudget budget;
  private final Doctor doctor;
  private final StoreVerticle store;
  private final WebVerticle web;
  private volatile boolean cancelled;

  /// @param home installation folder
  public MainVerticle(AppConfig config, Path home, DataPlace place, Sockets sockets) {
    this.config = requireNonNull(config, "config");
    this.home = requireNonNull(home, "home");
    this.data = place.folder();
    this.sockets = requireNonNull(sockets, "sockets");
    MemoryBudget heap = MemoryBudget.ofThisProcess(UsersVerticle.hasUsers(data), config.alerts());
    memory = heap.stats(config.ping().memory());
    shares = DescriptorBudget.ofThisProcess().share(config);
    policy = new PingPolicy(config.ping().policy());
    limits = heap.pings(shares.pings(), config.ping().workers()).with(policy);
    budget = new SendBudget(config.ping().limits().sending(), policy.own());
    doctor = new Doctor(config, place, PlatformSockets::best);
    store =
        new StoreVerticle(
            config.history().withPassword(home),
            data.resolve("history"),
            memory.endedPings(),
            heap.queuedSamples(StoreVerticle.MOST_QUEUED));
    web =
        new WebVerticle(
            shares.web().below(home),
            config.ping().workers(),
            limits.maxPings(),
            home.resolve("webroot"),
            sockets.capabilities(),
            place);
  }

  @Override
  public Future<?> start() {
    return next(() -> vertx.deployVerticle(new UsersVerticle(data)))
        .compose(ok -> next(() -> vertx.deployVerticle(new AuditVerticle(data))))
        .compose(ok -> next(() -> Access.check(vertx.eventBus(), config.web())))
        .compose(ok -> next(() -> vertx.deployVerticle(new StatsVerticle(memory))))
        .compose(ok -> next(() -> vertx.deployVerticle(store)))
        .compose(ok -> next(() -> vertx.deployVerticle(alerts(), AlertVerticle.OPTIONS)))
        .compose(ok -> next(this::deployPingers))
        .compose(ok -> next(() -> vertx.deployVerticle(echoServers())))
        .compose(ok ->
            next(() ->
                vertx.deployVerticle(
                    new RestoreVerticle(store, config.ping().workers(), config.ping().targets()))))
        .compose(ok -> next(() -> vertx.deployVerticle(heartbeats())))
        .compose(ok ->
            next(() -> vertx.deployVerticle(new BeatSendersVerticle(limits, budget, sockets))))
        .compose(ok ->
            next(() ->
                vertx.deployVerticle(
                    new DoctorVerticle(() -> UserChecks.add(doctor.examine(), data)))))
        .compose(ok -> next(() -> vertx.deployVerticle(web)));
  }

  /// Announces the shutdown. Makes the deployment fail after the current step. Wait for that before
  /// closing Vert.x, because it would close verticles that are still starting. Thread-safe.
  public void cancel() {
    cancelled = true;
    web.closing();
  }

  private Future<?> next(Supplier<Future<?>> step) {
    return cancelled ? Future.failedFuture("cancelled") : step.get();
  }

  /// Port of the web server; valid once this verticle is deployed.
  public int webPort() {
    return web.port();
  }

  private EchoServersVerticle echoServers() {
    return new EchoServersVerticle(
        config.echo().with(shares.echo()), sockets, EchoLog.NONE, shares.echoInAll(), policy.own());
  }

  /// Before the pings, of which it hears when they start.
  private AlertVerticle alerts() {
    return new AlertVerticle(config.alerts(), home, data);
  }

  private HeartbeatVerticle heartbeats() {
    return new HeartbeatVerticle(config.heartbeat(), home, data, sockets, policy.own());
  }

  /// Loads the classes and code paths of the first requests, on a thread of its own. Without this,
  /// forty concurrent ones are about a second late. Call it after deployment; requests are served
  /// meanwhile. What the first probes of a protocol need is loaded for these.
  public void warmUp() {
    Thread.ofPlatform()
        .name("warm-up")
        .daemon(true)
        .start(() -> {
          FirstRequests.make(config.web(), webPort(), web.beginWarmUp(), () -> cancelled);
          web.endWarmUp();
          HostResolver.warmUp();
          StartCache.deleteIfRefused();
        });
  }

  private Future<?> deployPingers() {
    TrustedCertificates trusted =
        TrustedCertificates.load(config.ping().caFile().map(home::resolve));
    List<Future<?>> pingers = new ArrayList<>();
    for (int worker = 0; worker < config.ping().workers(); worker++) {
      pingers.add(
          vertx.deployVerticle(
              new PingerVerticle(
                  worker,
                  limits,
                  budget,
                  sockets,
                  trusted,
                  SecretFiles.below(config.ping().secretsDir().map(home::resolve)),
                  HostResolver.ofThisHost())));
    }
    return Future.all(pingers);
  }
}
