package io.pingdeck.heartbeat.monitor;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatRejection;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.BeatVia;
import io.pingdeck.heartbeat.api.KnownApplication;
import io.pingdeck.heartbeat.api.MonitorRules;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.Beat;
import io.pingdeck.packet.text.BeatFault;
import io.pingdeck.packet.text.BeatReading;
import io.pingdeck.packet.text.BeatText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Monitors applications by their beats. A deterministic state machine: its inputs are moments and
/// datagrams, its outputs are changes, exactly one for each state change of an application. No I/O
/// and no clock of its own. Not thread-safe.
///
/// All decisions use the monotonic clock. Each moment is first checked for a pause of this monitor,
/// which must never count against an application.
public final class BeatMonitor {
  private static final long WORTH_TELLING = Duration.ofSeconds(1).toNanos();
  private static final double OVERDUE = 1.5;

  private final MonitorRules rules;
  private final RuleResolver book;
  private final Consumer<BeatChange> listener;
  private final ApplicationTable table;
  private final MonitorTally tally = new MonitorTally();
  private Moment last;
  private long lastChange;
  private long revision;

  /// @param listener receives every change as it happens
  public BeatMonitor(
      MonitorRules rules, List<KnownApplication> known, Moment now, Consumer<BeatChange> listener) {
    this.rules = rules;
    book = new RuleResolver(rules.defaults(), known);
    this.listener = listener;
    table = new ApplicationTable(rules.maxUnknown());
    last = now;
    known.forEach(named -> table.add(create(named.name(), now)));
  }

  private Application create(String name, Moment now) {
    Application application =
        new Application(name, book.of(name), book.inForce().assumedInterval().toNanos(), now);
    book.known(name)
        .ifPresent(named -> {
          application.trust.key(named.key());
          application.keep();
        });
    return application;
  }

  /// Advances the time. Call at least every [MonitorRules#tick()], and before datagrams.
  public void advance(Moment now) {
    long stalled = now.nanos() - last.nanos() - rules.tick().toNanos();
    long slept = now.bootNanos() - last.bootNanos() - (now.nanos() - last.nanos());
    last = now;
    long noise = rules.tick().toNanos();
    boolean stood = stalled > noise || slept > noise;
    long pause = Math.max(0, stalled) + Math.max(0, slept);
    if (pause > WORTH_TELLING) {
      tally.paused(pause);
    }
    for (Application application : table.all()) {
      BeatState before = application.state();
      if (stood) {
        application.pause(now, Math.max(0, stalled), Math.max(0, slept));
      }
      application.judge(now);
      report(application, before, now);
    }
  }

  /// Processes a datagram.
  ///
  /// @param length its full length, which may exceed the buffer
  /// @param arrived arrival time, not later than `now`
  public void receive(ByteBuffer payload, int length, Endpoint sender, Moment arrived, Moment now) {
    tally.datagram();
    revision++;
    switch (BeatText.parse(payload, length)) {
      case BeatReading.Rejected(BeatFault fault) -> tally.unreadable(fault);
      case BeatReading.Plain(Beat beat) ->
          application(beat, sender, now)
              .ifPresent(
                  known -> take(known, known.trust.checkUnsigned(), beat, sender, arrived, now));
      case BeatReading.Signed signed ->
          application(signed.beat(), sender, now)
              .ifPresent(known ->
                  take(
                      known,
                      known.trust.check(signed, known.ledger()),
                      signed.beat(),
                      sender,
                      arrived,
                      now));
    }
  }

  /// Processes a beat by HTTP. It has neither sequence nor time, so the monitor numbers it.
  ///
  /// @return whether the beat was counted; false if there is no room for the name, or only signed
  ///   beats count
  public boolean beat(String name, BeatReport report, Moment now) {
    tally.datagram();
    revision++;
    Optional<Application> found = named(name, now);
    if (found.isEmpty()) {
      return false;
    }
    Application application = found.get();
    Optional<BeatRejection> rejection = application.trust.checkUnsigned();
    if (rejection.isPresent()) {
      tally.rejected(rejection.get());
      return false;
    }
    application.cameFrom(BeatVia.HTTP, Optional.empty());
    if (report.kind() == BeatReport.Kind.START) {
      tally.beat();
      application.runStarted(now);
      return true;
    }
    boolean first = application.ledger().isEmpty();
    boolean goodbye = report.kind() == BeatReport.Kind.GOODBYE;
    long sequence = first ? 0 : application.ledger().run().highest() + 1;
    Optional<String> epoch =
        Optional.of(application.ledger().epoch()).filter(text -> !text.isEmpty());
    Beat beat =
        new Beat(goodbye, sequence, OptionalLong.of(now.epochNanos()), Optional.of(name), epoch);
    tally.beat();
    BeatState before = application.state();
    application.receive(beat, report, now);
    if (!first) {
      table.confirm(application);
    }
    report(application, before, now);
    return true;
  }

  private void take(
      Application application,
      Optional<BeatRejection> rejection,
      Beat beat,
      Endpoint sender,
      Moment arrived,
      Moment now) {
    if (rejection.isPresent()) {
      tally.rejected(rejection.get());
    } else {
      application.cameFrom(BeatVia.UDP, Optional.of(sender));
      count(application, beat, arrived, now);
    }
  }

  private void count(Application application, Beat beat, Moment arrived, Moment now) {
    tally.beat();
    BeatState before = application.state();
    ArrivalKind kind = application.receive(beat, arrived, now);
    if (kind == ArrivalKind.NEWEST || kind == ArrivalKind.RESTART) {
      table.confirm(application);
    }
    report(application, before, now);
  }

  private void report(Application application, BeatState before, Moment now) {
    if (application.state() != before) {
      revision++;
      listener.accept(
          new BeatChange(
              ++lastChange,
              application.name,
              before,
              application.state(),
              EpochNanos.instant(now.epochNanos()),
              application.reason()));
    }
  }

  /// The application that a beat belongs to. A beat without a name belongs to its sender's address.
  private Optional<Application> application(Beat beat, Endpoint sender, Moment now) {
    return beat.name().isPresent() ? named(beat.name().get(), now) : nameless(sender, now);
  }

  private Optional<Application> named(String name, Moment now) {
    Optional<Application> known = table.find(name);
    return known.isPresent() ? known : added(name, now);
  }

  private Optional<Application> added(String name, Moment now) {
    Optional<Application> added = table.addUnknown(name, now, free -> create(free, now));
    if (added.isEmpty()) {
      tally.rejected(BeatRejection.UNKNOWN_SENDER);
    }
    return added;
  }

  /// A restarted client has another port, and two clients on one host have two. The address alone
  /// is the name, unless an application of that name is currently beating from another port.
  private Optional<Application> nameless(Endpoint sender, Moment now) {
    Optional<Application> bound = table.find(sender).or(() -> table.find(sender.toString()));
    if (bound.isPresent()) {
      return bound;
    }
    String host = sender.host();
    Optional<Application> sameHost = table.find(host);
    boolean taken = sameHost.filter(other -> isBeating(other, now)).isPresent();
    Optional<Application> application = named(taken ? sender.toString() : host, now);
    application.ifPresent(found -> table.bind(sender, found));
    return application;
  }

  private static boolean isNameless(String name, Endpoint sender) {
    return name.equals(sender.host()) || name.equals(sender.toString());
  }

  /// While its interval is unknown, the assumed interval applies.
  private static boolean isBeating(Application application, Moment now) {
    long silence = now.nanos() - application.lastSeen().nanos();
    return application.state() != BeatState.GOODBYE
        && !application.ledger().isEmpty()
        && silence < OVERDUE * application.timeouts.interval();
  }

  public Optional<Application> find(String name) {
    return table.find(name);
  }

  Iterable<Application> applications() {
    return table.all();
  }

  int size() {
    return table.size();
  }

  /// Removes an application. A configured application is added again, without its history.
  ///
  /// @return whether it existed
  public boolean forget(String name, Moment now) {
    revision++;
    Optional<Application> found = table.find(name);
    found.ifPresent(table::remove);
    if (found.isPresent() && book.known(name).isPresent()) {
      table.add(create(name, now));
    }
    return found.isPresent();
  }

  /// Sets an application's own rules, which also prevents its eviction, or removes them.
  ///
  /// @param own empty to use those of the rule book
  public void change(Application application, Optional<BeatRules> own, Moment now) {
    revision++;
    BeatState before = application.state();
    application.rules(own.orElseGet(() -> book.of(application.name)), own.isPresent());
    if (own.isPresent()) {
      table.keep(application);
    }
    application.judge(now);
    report(application, before, now);
  }

  /// Changes the rules of all applications without rules of their own.
  ///
  /// @param wanted empty to restore those of the configuration
  public void change(Optional<BeatDefaults> wanted, Moment now) {
    revision++;
    book.change(wanted.orElseGet(book::file));
    applyBook();
    for (Application application : table.all()) {
      BeatState before = application.state();
      application.judge(now);
      report(application, before, now);
    }
  }

  private void applyBook() {
    for (Application application : table.all()) {
      application.timeouts.assume(book.inForce().assumedInterval().toNanos());
      if (!application.hasOwnRules()) {
        application.rules(book.of(application.name), false);
      }
    }
  }

  RuleResolver book() {
    return book;
  }

  MonitorTally tally() {
    return tally;
  }

  long evicted() {
    return table.evicted();
  }

  public MonitorRules rules() {
    return rules;
  }

  long lastChange() {
    return lastChange;
  }

  /// Increases with every change of the result of [#save(Moment)], except the passing of time.
  public long revision() {
    return revision;
  }

  public SavedMonitor save(Moment now) {
    List<SavedApplication> saved = new ArrayList<>(table.size());
    for (Application application : table.all()) {
      saved.add(ApplicationViews.save(application, now));
    }
    return new SavedMonitor(
        SavedMonitor.VERSION,
        now.epochNanos(),
        lastChange,
        saved,
        List.of(),
        Optional.of(book.changed()));
  }

  /// Restores the state saved by an earlier process. Must be called before anything is received.
  public void restore(SavedMonitor saved, Moment now) {
    lastChange = saved.lastChange();
    saved.changed().ifPresent(book::change);
    applyBook();
    long down = Math.max(0, now.epochNanos() - saved.savedEpochNanos());
    for (SavedApplication each : saved.applications()) {
      Optional<Application> known = table.find(each.name());
      Application application =
          known
              .or(() -> table.addUnknown(each.name(), now, name -> create(name, now)))
              .orElse(null);
      if (application == null) {
        continue; // the configuration now allows fewer
      }
      each.ownRules().ifPresent(own -> application.rules(own, true));
      if (each.kept() && each.ownRules().isPresent()) {
        table.keep(application);
      }
      Optional<Endpoint> sender = each.sender().map(SavedApplication.Sender::endpoint);
      application.cameFrom(each.via(), sender);
      sender
          .filter(from -> isNameless(each.name(), from))
          .ifPresent(from -> table.bind(from, application));
      application.restore(each, down, now);
      if (application.ledger().counts().received() > 1) {
        table.confirm(application);
      }
      report(application, each.state(), now);
    }
  }
}
