package io.pingdeck.heartbeat.monitor;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Watches applications by their beats. A deterministic state machine: moments and datagrams go in,
/// changes come out, exactly one for each change of an application's state. No I/O, no clock of its
/// own; one thread uses it.
///
/// Every decision is made on the monotonic clock. Before anything else, each moment is asked
/// whether this monitor itself stood still; its own pause is never an application's fault.
public final class BeatMonitor {
  private static final long WORTH_TELLING = Duration.ofSeconds(1).toNanos();
  private static final double OVERDUE = 1.5;

  private final MonitorRules rules;
  private final RuleBook book;
  private final Consumer<BeatChange> listener;
  private final ApplicationTable table;
  private final MonitorTally tally = new MonitorTally();
  private Moment last;
  private long lastChange;
  private long revision;

  /// @param listener hears every change as it happens
  public BeatMonitor(
      MonitorRules rules, List<KnownApplication> known, Moment now, Consumer<BeatChange> listener) {
    this.rules = rules;
    book = new RuleBook(rules.defaults(), known);
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

  /// Time has passed. Call it at least every [MonitorRules#tick()], and before datagrams.
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

  /// A datagram has arrived.
  ///
  /// @param length its true length, which may be more than the buffer holds
  /// @param arrived when, not later than now
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

  /// A beat by HTTP, which carries neither sequence nor time: the monitor numbers them.
  ///
  /// @return whether it counted; false if there is no room for the name or only signed beats count
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
              instant(now.epochNanos()),
              application.reason()));
    }
  }

  /// Whose beat this is. A beat without a name belongs to its sender's address.
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

  /// A client that is started again has another port, two clients on one host have two: the address
  /// alone is the name, unless the application of that name is just beating from another port.
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

  /// As long as its interval is unknown it may be as long as is assumed.
  private static boolean isBeating(Application application, Moment now) {
    long silence = now.nanos() - application.lastSeen().nanos();
    return application.state() != BeatState.GOODBYE
        && !application.ledger().isEmpty()
        && silence < OVERDUE * application.tempo.interval();
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

  /// Forgets an application; one that the configuration names begins again.
  ///
  /// @return whether it was there
  public boolean forget(String name, Moment now) {
    revision++;
    Optional<Application> found = table.find(name);
    found.ifPresent(table::remove);
    if (found.isPresent() && book.known(name).isPresent()) {
      table.add(create(name, now));
    }
    return found.isPresent();
  }

  /// Gives an application rules of its own, with which it is kept from then on, or takes them back.
  ///
  /// @param own empty: the rule book's hold
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

  /// Gives every application without rules of its own other ones.
  ///
  /// @param wanted empty: those of the configuration hold again
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
      application.tempo.assume(book.inForce().assumedInterval().toNanos());
      if (!application.hasOwnRules()) {
        application.rules(book.of(application.name), false);
      }
    }
  }

  RuleBook book() {
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

  /// Goes up with everything that changes what [#save(Moment)] brings, save the passing of time.
  public long revision() {
    return revision;
  }

  static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
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

  /// Takes over what an earlier process knew; nothing may have been received before.
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
        continue; // the configuration allows fewer now
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
