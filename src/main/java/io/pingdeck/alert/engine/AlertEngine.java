package io.pingdeck.alert.engine;

import static java.util.Objects.requireNonNull;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Dependency;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.rule.Condition;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.ping.sample.SampleBatch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;

/// Every rule for every subject. Times are live time, see [LiveClock]. Not thread-safe.
public final class AlertEngine {
  private final List<RuleConfig> rules;
  private final List<Dependency> dependencies;
  private final InstantSource wall;
  private final Quiet quiet;
  private final BiFunction<String, Subject, Optional<Remembered>> memory;
  private final LongObjectMap<Series> pings = new LongObjectHashMap<>();
  private final Map<String, Series> all = new LinkedHashMap<>();
  private final Set<Series> order = new LinkedHashSet<>(); // parents before their children
  private final List<Transition> transitions = new ArrayList<>();
  private long nextAlert;
  private boolean relate;

  /// @param firstAlert number of the next alert
  /// @param memory what an earlier process knew, by the rule's name
  public AlertEngine(
      List<RuleConfig> rules,
      List<Dependency> dependencies,
      long firstAlert,
      InstantSource wall,
      Quiet quiet,
      BiFunction<String, Subject, Optional<Remembered>> memory) {
    this.rules = List.copyOf(rules);
    // `all` is what nothing more exact puts above the parent.
    this.dependencies =
        dependencies.stream()
            .sorted(Comparator.comparing(d -> d.children().equals(Scope.ALL)))
            .toList();
    this.wall = requireNonNull(wall, "wall");
    this.quiet = requireNonNull(quiet, "quiet");
    this.memory = requireNonNull(memory, "memory");
    nextAlert = firstAlert;
  }

  /// Watches a ping from now on, if a rule is for it. Of one that is watched already, the new name
  /// and patience hold from now on, and the rules that are for it now.
  ///
  /// @param pingId number of the ping
  /// @param patienceNanos longest usual time between two outcomes
  public void addPing(long pingId, Subject subject, long patienceNanos, long now) {
    Series series = pings.get(pingId);
    if (series == null) {
      series = new Series(subject, patienceNanos, now);
    } else if (!series.change(subject, patienceNanos)) {
      return;
    }
    watch(series, now);
    if (series.watches().isEmpty()) {
      pings.remove(pingId);
    } else {
      pings.put(pingId, series);
    }
  }

  /// Watches a subject by the rules that are for it, and by no others.
  private void watch(Series series, long now) {
    Subject subject = series.subject();
    for (Watch watch : List.copyOf(series.watches())) {
      if (!watch.rule().on().contains(subject)) {
        end(series, watch, "the rule is no longer for this ping", now);
        series.watches().remove(watch);
      }
    }
    for (RuleConfig rule : rules) {
      boolean isHeartbeat = subject.kind() == Subject.Kind.HEARTBEAT;
      if (rule.rule().condition().isAboutHeartbeats() == isHeartbeat
          && rule.on().contains(subject)
          && series.watches().stream().noneMatch(watch -> watch.rule().equals(rule))) {
        Gauge gauge = Gauges.of(rule.rule().condition(), wall, now);
        Watch watch = new Watch(rule, gauge, series.sent(), now);
        memory.apply(rule.name(), subject).ifPresent(before -> watch.restore(before, now));
        series.watches().add(watch);
      }
    }
    if (series.watches().isEmpty()) {
      all.remove(subject.key());
    } else {
      all.put(subject.key(), series);
    }
    relate = true;
  }

  private void end(Series series, Watch watch, String why, long now) {
    AlertState before = watch.state();
    if (watch.end(now)) {
      note(series, watch, before, OptionalDouble.empty(), why);
    }
  }

  /// Stops watching a ping.
  ///
  /// @param why a sentence
  public void removePing(long pingId, String why, long now) {
    Series series = pings.remove(pingId);
    if (series != null) {
      remove(series, why, now);
    }
  }

  /// Stops watching an application.
  ///
  /// @param why a sentence
  public void removeBeat(Subject subject, String why, long now) {
    Series series = all.get(subject.key());
    if (series != null) {
      remove(series, why, now);
    }
  }

  private void remove(Series series, String why, long now) {
    all.remove(series.subject().key());
    relate = true;
    series.watches().forEach(watch -> end(series, watch, why, now));
  }

  /// The applications that are watched.
  public List<Subject> beats() {
    return all.values().stream()
        .map(Series::subject)
        .filter(subject -> subject.kind() == Subject.Kind.HEARTBEAT)
        .toList();
  }

  /// The state of an application's heartbeat.
  public void beat(Subject subject, BeatState state, long now) {
    Series series = all.get(subject.key());
    if (series == null) {
      series = new Series(subject, 0, now);
      watch(series, now);
    }
    for (Watch watch : series.watches()) {
      ((BeatGauge) watch.gauge()).state(state);
    }
  }

  public void record(SampleBatch batch, long now) {
    for (int i = 0; i < batch.size(); i++) {
      Series series = pings.get(batch.ping(i));
      if (series != null) {
        series.record(batch, i, now);
      }
    }
  }

  /// The series of a ping; null if no rule is for it.
  Series ping(long pingId) {
    return pings.get(pingId);
  }

  /// Sets the median RTT of this hour a week ago.
  ///
  /// @param nanos 0 if it is unknown
  public void baseline(long pingId, long nanos) {
    Series series = pings.get(pingId);
    if (series != null) {
      series.baseline(nanos);
    }
  }

  /// The pings that need a baseline.
  public List<Long> risingPings() {
    List<Long> wanted = new ArrayList<>();
    for (LongObjectMap.PrimitiveEntry<Series> entry : pings.entries()) {
      if (entry.value().watches().stream().anyMatch(watch -> watch.gauge() instanceof RiseGauge)) {
        wanted.add(entry.key());
      }
    }
    return wanted;
  }

  /// Judges everything.
  ///
  /// @return the transitions since the last call, in order
  public List<Transition> tick(long now) {
    if (relate) {
      relate();
      relate = false;
    }
    for (Series series : order) {
      tick(series, now);
    }
    return transitions();
  }

  /// The transitions since the last call, in order.
  public List<Transition> transitions() {
    List<Transition> made = transitions.stream().map(this::withSuppressed).toList();
    transitions.clear();
    return made;
  }

  /// The message of a parent says how much it suppresses.
  private Transition withSuppressed(Transition made) {
    if (dependencies.isEmpty() || made.tell() != Tell.FIRING) {
      return made;
    }
    Series parent = all.get(made.subject().key());
    long suppressed =
        all.values().stream()
            .filter(series -> series.parents().contains(parent))
            .flatMap(series -> series.watches().stream())
            .filter(watch -> watch.state() == AlertState.SUPPRESSED)
            .count();
    return suppressed == 0
        ? made
        : made.with(made.text() + "; alerts that it suppresses: " + suppressed);
  }

  private void tick(Series series, long now) {
    boolean withoutData = series.isWithoutData(now);
    for (Watch watch : series.watches()) {
      Verdict verdict = watch.gauge().verdict(series, now);
      boolean isIdle = watch.isIdle() && verdict != Verdict.BAD;
      boolean noData = withoutData && !isAboutData(watch);
      if (isIdle && !noData) {
        continue;
      }
      Watch.Circumstances circumstances =
          new Watch.Circumstances(
              noData,
              quiet.covers(watch.rule(), series.subject()),
              series.isCovered(),
              series.mayBeCovered(now));
      AlertState before = watch.state();
      if (watch.step(verdict, circumstances, now, () -> nextAlert++)) {
        double value = watch.gauge().value(series, now);
        OptionalDouble figure =
            Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        note(
            series,
            watch,
            before,
            figure,
            Sentences.of(watch.rule().rule(), watch.state(), watch.tell(), figure));
      }
    }
  }

  private static boolean isAboutData(Watch watch) {
    return watch.rule().rule().condition() instanceof Condition.NoData;
  }

  private void note(
      Series series, Watch watch, AlertState before, OptionalDouble value, String text) {
    transitions.add(
        new Transition(
            watch.alert(),
            watch.rule(),
            series.subject(),
            before,
            watch.state(),
            watch.tell(),
            watch.isTold(),
            watch.flaps(),
            value,
            text));
  }

  /// No series becomes a child of one below it, because both would wait for each other. A parent of
  /// an entry is not one of its children.
  private void relate() {
    for (Series series : all.values()) {
      series.parents().clear();
    }
    for (Dependency dependency : dependencies) {
      List<Series> parents = new ArrayList<>();
      List<Series> children = new ArrayList<>();
      for (Series series : all.values()) {
        if (dependency.parents().contains(series.subject())) {
          parents.add(series);
        } else if (dependency.children().contains(series.subject())) {
          children.add(series);
        }
      }
      for (Series parent : parents) {
        Set<Series> above = new LinkedHashSet<>();
        addWithParents(parent, above);
        children.stream()
            .filter(child -> !above.contains(child))
            .forEach(child -> child.parents().add(parent));
      }
    }
    order.clear();
    all.values().forEach(series -> addWithParents(series, order));
  }

  /// Adds the parents first.
  private static void addWithParents(Series series, Set<Series> to) {
    if (!to.contains(series)) {
      series.parents().forEach(parent -> addWithParents(parent, to));
      to.add(series);
    }
  }

  /// Number of rules for subjects in each state.
  public Map<AlertState, Integer> counts() {
    Map<AlertState, Integer> counts = new EnumMap<>(AlertState.class);
    for (AlertState state : AlertState.values()) {
      counts.put(state, 0);
    }
    for (Series series : all.values()) {
      for (Watch watch : series.watches()) {
        counts.merge(watch.state(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /// Keys of the subjects that are watched, each with the names of its rules.
  public Map<String, Collection<String>> watched() {
    Map<String, Collection<String>> watched = new HashMap<>();
    all.forEach((key, series) ->
        watched.put(key, series.watches().stream().map(watch -> watch.rule().name()).toList()));
    return watched;
  }
}
