package io.pingdeck.alert;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.channel.Receivers;
import io.pingdeck.alert.engine.AlertEngine;
import io.pingdeck.alert.engine.LiveClock;
import io.pingdeck.alert.engine.Remembered;
import io.pingdeck.alert.engine.Tell;
import io.pingdeck.alert.engine.Transition;
import io.pingdeck.alert.outbox.AlertBook;
import io.pingdeck.alert.outbox.Entry;
import io.pingdeck.base.NanoClock;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.resolve.NameResolver;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Judges every rule once a second, and tells the channels. To be deployed with [#OPTIONS].
public final class AlertVerticle extends VerticleBase {
  /// On a worker thread of its own: it writes to the disk.
  public static final DeploymentOptions OPTIONS =
      new DeploymentOptions()
          .setThreadingModel(ThreadingModel.WORKER)
          .setWorkerPoolName("alerts")
          .setWorkerPoolSize(2);

  private static final long TICK_MILLIS = 1000;
  private static final long SEND_MILLIS = 250;
  private static final long REFRESH_MILLIS = 60_000;
  private static final long ASK_AGAIN_MILLIS = 1000;

  /// Longer than the pings of an earlier process need to be resumed.
  private static final long FORGET_MILLIS = 60_000;

  private static final Duration RESOLVED_FOR = Duration.ofHours(1);

  private final AlertsConfig config;
  private final Path home;
  private final Path folder;
  private final NanoClock clock;
  private final InstantSource wall;
  private final Map<String, Integer> watched = new HashMap<>(); // by rule
  private LiveClock live;
  private AlertKeeper keeper;
  private AlertEngine engine;
  private Deliverer deliverer;

  /// @param home installation folder
  /// @param data the data folder
  public AlertVerticle(AlertsConfig config, Path home, Path data) {
    this(config, home, data, NanoClock.SYSTEM, InstantSource.system());
  }

  AlertVerticle(AlertsConfig config, Path home, Path data, NanoClock clock, InstantSource wall) {
    this.config = requireNonNull(config, "config");
    this.home = requireNonNull(home, "home");
    this.folder = data.resolve("alerts");
    this.clock = requireNonNull(clock, "clock");
    this.wall = requireNonNull(wall, "wall");
  }

  @Override
  public Future<?> start() {
    live = new LiveClock(clock.nanoTime());
    keeper = new AlertKeeper(folder);
    engine =
        new AlertEngine(
            config.rules(),
            config.dependencies(),
            keeper.book().lastAlert() + 1,
            wall,
            this::isQuiet,
            this::remembered);
    deliverer =
        new Deliverer(
            config,
            ChannelSecrets.read(config.channels(), home),
            keeper,
            rule -> watched.getOrDefault(rule, 0),
            new Receivers(vertx, config.timeout(), NameResolver.ofThisHost()),
            clock,
            wall);
    vertx.setPeriodic(TICK_MILLIS, _ -> tick());
    vertx.setPeriodic(SEND_MILLIS, _ -> deliverer.work());
    vertx.setPeriodic(REFRESH_MILLIS, _ -> deliverer.refresh());
    Baselines baselines = new Baselines(vertx.eventBus(), engine, wall);
    vertx.setPeriodic(REFRESH_MILLIS, _ -> baselines.refresh());
    vertx.setPeriodic(FORGET_MILLIS, _ -> endForgotten());
    if (config.rules().stream().anyMatch(rule -> rule.rule().condition().isAboutHeartbeats())) {
      vertx.setTimer(ASK_AGAIN_MILLIS, _ -> askForBeats());
    }
    AlertRequests requests =
        new AlertRequests(
            config,
            keeper,
            engine,
            deliverer,
            new Replays(
                vertx, series -> HistoryApi.HISTORY.request(vertx.eventBus(), series), clock),
            watched,
            wall);
    return Future.all(
        PingApi.EVENTS.consume(vertx.eventBus(), this::onEvent),
        PingApi.SAMPLES.consume(vertx.eventBus(), batch -> engine.record(batch, now())),
        HeartbeatApi.CHANGED.consume(
            vertx.eventBus(), changes -> changes.changes().forEach(this::onBeat)),
        AlertApi.ALERTS.serve(vertx.eventBus(), requests.handlers()));
  }

  @Override
  public Future<?> stop() throws IOException {
    if (deliverer != null) {
      deliverer.close();
      keeper.close();
    }
    return Future.succeededFuture();
  }

  private long now() {
    return live.at(clock.nanoTime());
  }

  private void onEvent(PingEvent event) {
    switch (event) {
      case PingEvent.Started(var ping) -> add(ping);
      case PingEvent.Stopping(var ping) -> remove(ping.id(), "the ping was stopped");
      case PingEvent.Ended(var ping) -> remove(ping.id(), "the ping has ended");
      case PingEvent.Deleted(var id) -> remove(id, "the ping was deleted");
      case PingEvent.Forgotten(var id) -> remove(id, "the ping has ended");
      case PingEvent.Changed(var ping) when ping.state() == PingState.PAUSED ->
          remove(ping.id(), "the ping was paused");
      case PingEvent.Changed(var ping) -> add(ping);
      case PingEvent.Noticed _, PingEvent.AddressChanged _ -> {
        // Nothing that a rule is about.
      }
    }
  }

  private void add(PingInfo ping) {
    if (ping.state() != PingState.RUNNING) {
      return;
    }
    Subject subject =
        new Subject(
            Subject.Kind.PING,
            ping.id().toString(),
            ping.spec().name(),
            ping.spec().target().toString(),
            ping.spec().tags());
    long patience = ping.spec().interval().plus(ping.spec().timeout()).toNanos();
    engine.addPing(ping.id().value(), subject, patience, now());
    keep(engine.transitions());
    count();
  }

  private void remove(PingId id, String why) {
    engine.removePing(id.value(), why, now());
    // At once, because a ping that comes back continues what is in the book.
    keep(engine.transitions());
    count();
  }

  private void count() {
    watched.clear();
    for (Collection<String> rules : engine.watched().values()) {
      rules.forEach(rule -> watched.merge(rule, 1, Integer::sum));
    }
  }

  private void askForBeats() {
    HeartbeatApi.MONITOR
        .request(vertx.eventBus(), new HeartbeatApi.All())
        .onSuccess(all -> {
          beats(all.applications());
          vertx.setTimer(REFRESH_MILLIS, _ -> askForBeats());
        })
        .onFailure(_ -> vertx.setTimer(ASK_AGAIN_MILLIS, _ -> askForBeats()));
  }

  private void onBeat(BeatChange change) {
    beat(change.application(), change.to());
    count();
  }

  /// The monitor does not publish which applications it forgot or evicted.
  private void beats(List<HeartbeatSnapshot> all) {
    Set<String> known = new HashSet<>();
    all.forEach(found -> known.add(found.name()));
    for (Subject watched : engine.beats()) {
      if (!known.contains(watched.name())) {
        engine.removeBeat(watched, "the application was forgotten", now());
      }
    }
    keep(engine.transitions());
    all.forEach(found -> beat(found.name(), found.state()));
    count();
  }

  private void beat(String name, BeatState state) {
    Subject subject = new Subject(Subject.Kind.HEARTBEAT, name, name, "");
    if (state == BeatState.WAITING) {
      engine.removeBeat(subject, "the application was forgotten", now());
      keep(engine.transitions());
    }
    engine.beat(subject, state, now());
  }

  private boolean isQuiet(RuleConfig rule, Subject subject) {
    Instant at = wall.instant();
    return keeper.book().silences(at).stream()
        .anyMatch(silence -> silence.covers(rule.name(), subject, at));
  }

  private Optional<Remembered> remembered(String rule, Subject subject) {
    return keeper
        .book()
        .newest(rule + "\n" + subject.key())
        .map(
            change -> new Remembered(change.alert(), change.to(), change.isTold(), change.flaps()));
  }

  private void tick() {
    keep(engine.tick(now()));
    deliverer.work();
  }

  private void keep(List<Transition> transitions) {
    List<Entry> entries = new ArrayList<>();
    long id = keeper.book().lastChange();
    for (Transition transition : transitions) {
      if (isOfInterest(transition)) {
        entries.add(new Entry.Changed(change(++id, transition)));
      }
    }
    keeper.commit(entries);
  }

  /// What is neither told nor part of an alert is not kept: an idle ping without data.
  private boolean isOfInterest(Transition transition) {
    return transition.tell() != Tell.NOTHING
        || transition.isTold()
        || transition.to() == AlertState.SUPPRESSED
        || transition.to() == AlertState.PENDING
        || keeper.book().newest(key(transition)).isPresent();
  }

  private static String key(Transition transition) {
    return transition.rule().name() + "\n" + transition.subject().key();
  }

  private AlertChange change(long id, Transition transition) {
    Instant at = wall.instant();
    RuleConfig rule = transition.rule();
    String message =
        switch (transition.tell()) {
          case NOTHING -> "";
          case FIRING -> "firing";
          case RESOLVED -> "resolved";
        };
    Instant since =
        keeper
            .book()
            .newest(key(transition))
            .filter(before -> before.alert() == transition.alert() && before.alert() > 0)
            .map(AlertChange::since)
            .orElse(at);
    return new AlertChange(
        id,
        transition.alert(),
        rule.name(),
        rule.rule().text(),
        transition.subject(),
        transition.from(),
        transition.to(),
        message,
        transition.isTold(),
        transition.flaps(),
        transition.value(),
        since,
        at,
        transition.text(),
        message.isEmpty() ? List.of() : rule.channels());
  }

  /// Ends alerts whose ping, application or rule is gone; what is resolved leaves after its hour.
  private void endForgotten() {
    AlertBook book = keeper.book();
    Set<String> known = new HashSet<>();
    engine
        .watched()
        .forEach((subject, rules) -> rules.forEach(rule -> known.add(rule + "\n" + subject)));
    Map<String, RuleConfig> rules = new HashMap<>();
    config.rules().forEach(rule -> rules.put(rule.name(), rule));
    List<Entry> entries = new ArrayList<>();
    long id = book.lastChange();
    for (AlertChange left : List.copyOf(book.newest())) {
      boolean isResolved = left.to() == AlertState.RESOLVED && !left.isTold();
      if (known.contains(left.key())
          || isResolved && wall.instant().isBefore(left.at().plus(RESOLVED_FOR))) {
        continue;
      }
      RuleConfig rule = rules.get(left.rule());
      List<String> told = !left.isTold() ? List.of() : rule == null ? List.of() : rule.channels();
      entries.add(
          new Entry.Changed(
              new AlertChange(
                  ++id,
                  left.alert(),
                  left.rule(),
                  left.when(),
                  left.what(),
                  left.to(),
                  fired(left) ? AlertState.RESOLVED : AlertState.OK,
                  left.isTold() ? "resolved" : "",
                  false,
                  left.flaps(),
                  OptionalDouble.empty(),
                  left.since(),
                  wall.instant(),
                  rule == null ? "the rule is gone" : "it is no longer measured",
                  told)));
    }
    keeper.commit(entries);
  }

  private static boolean fired(AlertChange change) {
    return change.isTold() || change.to() == AlertState.SUPPRESSED;
  }
}
