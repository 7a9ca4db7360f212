package io.pingdeck.alert.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Dependency;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.ping.sample.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Several pings and the rules that depend on each other.
class AlertEngineTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<RuleConfig> rules = new ArrayList<>();
  private final List<Dependency> parents = new ArrayList<>();
  private final Map<String, Long> ids = new HashMap<>();
  private final List<Transition> made = new ArrayList<>();
  private boolean isMuted;
  private AlertEngine engine;
  private long now;
  private long sequence;

  private void rule(String name, String when, String on) {
    rules.add(new RuleConfig(name, Rule.parse(when), new Scope(on), List.of()));
  }

  private void parent(String parent, String children) {
    parents.add(new Dependency(new Scope(children), new Scope(parent)));
  }

  private void pings(String... names) {
    engine =
        new AlertEngine(
            rules,
            parents,
            1,
            InstantSource.system(),
            (_, _) -> isMuted,
            (_, _) -> Optional.empty());
    for (String name : names) {
      ids.put(name, ids.size() + 1L);
      engine.addPing(ids.get(name), ping(name), SECOND, now);
    }
  }

  private Subject ping(String name) {
    return new Subject(Subject.Kind.PING, "" + ids.get(name), name, "udp://192.0.2.1:7");
  }

  private void see(Outcome outcome, String... names) {
    for (String name : names) {
      engine.ping(ids.get(name)).record(++sequence, outcome, SECOND / 100, false, null, now);
    }
  }

  private void pass(int seconds, Outcome outcome, String... names) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      see(outcome, names);
      made.addAll(engine.tick(now));
    }
  }

  private Stream<String> told() {
    return made.stream().filter(t -> t.tell() == Tell.FIRING).map(t -> t.subject().name());
  }

  private AlertState state(String name) {
    return engine.ping(ids.get(name)).watches().getFirst().state();
  }

  @Test
  void parentsOfOneEntryDoNotWaitForEachOther() {
    rule("r", "icmpError for 1 min", "all");
    parent("gw-*", "all");
    pings("host-1", "gw-1", "gw-2", "host-2");

    pass(70, Outcome.ICMP_ERROR, "gw-1", "gw-2", "host-1", "host-2");

    assertThat(told()).containsExactly("gw-1", "gw-2");
    assertThat(state("host-1")).isEqualTo(AlertState.SUPPRESSED);
  }

  @Test
  void cycleThatOnlyTheNamesOfPingsMakeIsNotOne() {
    rule("r", "icmpError", "all");
    parent("a*", "*1");
    parent("b*", "*2");
    pings("a2", "b1");

    pass(5, Outcome.ICMP_ERROR, "a2", "b1");

    assertThat(told()).containsExactly("a2");
  }

  @Test
  void allIsWhatIsNotAboveTheParent() {
    rule("r", "icmpError", "all");
    parent("gw", "all");
    parent("core", "gw");
    pings("host", "gw", "core");

    pass(5, Outcome.ICMP_ERROR, "host", "gw", "core");

    assertThat(told()).containsExactly("core");
    assertThat(made).extracting(Transition::text).anyMatch(text -> text.endsWith("suppresses: 1"));
  }

  @Test
  void parentThatIsPendingForDaysHoldsNothingBack() {
    rule("r", "icmpError", "host");
    rule("slow", "p95 > 1 ms over 1 min for 2 days", "gw");
    parent("gw", "host");
    pings("gw", "host");
    pass(90, Outcome.REPLY, "gw", "host");
    assertThat(state("gw")).isEqualTo(AlertState.PENDING);

    pass(2, Outcome.ICMP_ERROR, "host");

    assertThat(told()).containsExactly("host");
  }

  @Test
  void childWaitsForAParentThatIsAboutToFire() {
    rule("r", "icmpError", "host");
    rule("later", "icmpError for 1 min", "gw");
    parent("gw", "host");
    pings("gw", "host");

    pass(70, Outcome.ICMP_ERROR, "gw", "host");

    assertThat(told()).containsExactly("gw");
  }

  @Test
  void changedPingHasTheRulesThatAreForItsNewName() {
    rule("all", "icmpError", "all");
    rule("office", "icmpError", "office");
    rule("berlin", "no reply for 30 s", "berlin-*");
    pings("office");
    pass(100, Outcome.ICMP_ERROR, "office");
    made.clear();

    rename("office", "berlin-office", SECOND);

    assertThat(made)
        .extracting(t -> t.rule().name() + " " + t.to().json() + " " + t.tell())
        .containsExactly("office resolved RESOLVED");
    assertThat(engine.watched().values()).containsExactly(List.of("all", "berlin"));
    pass(29, Outcome.LOST, "berlin-office");
    assertThat(told()).isEmpty();
    pass(1, Outcome.LOST, "berlin-office");
    assertThat(told()).containsExactly("berlin-office");

    rename("berlin-office", "office", SECOND);
    assertThat(engine.watched().values()).containsExactly(List.of("all", "office"));
  }

  @Test
  void rulesFollowTheTagsOfThePing() {
    rule("core", "icmpError", "tag:core");
    pings("a");
    assertThat(engine.watched()).isEmpty();

    engine.addPing(1, tagged("berlin", "core"), SECOND, now);
    assertThat(engine.watched()).containsOnlyKeys("ping:1");

    engine.addPing(1, tagged("berlin"), SECOND, now);
    assertThat(engine.watched()).isEmpty();
  }

  private static Subject tagged(String... tags) {
    return new Subject(Subject.Kind.PING, "1", "a", "udp://192.0.2.1:7", List.of(tags));
  }

  @Test
  void changedIntervalChangesWhenDataAreMissing() {
    rule("r", "icmpError for 15 min", "all");
    pings("a");
    rename("a", "a", 600 * SECOND);

    pass(1, Outcome.ICMP_ERROR, "a");
    pass(599, null);
    pass(301, Outcome.ICMP_ERROR, "a");
    assertThat(told()).containsExactly("a");
  }

  /// Probes of before the rule are in none of its windows.
  @Test
  void lateReplyToAProbeFromBeforeTheRuleChangesNothing() {
    rule("a", "loss > 0 % over 10 probes", "all");
    rule("b", "loss > 0 % over 2 probes", "b");
    pings("a");
    pass(5, Outcome.REPLY, "a");
    pass(1, Outcome.LOST, "a");
    long late = sequence;
    rename("a", "b", SECOND);
    pass(1, Outcome.REPLY, "b");
    pass(1, Outcome.LOST, "b");

    engine.ping(1).record(late, Outcome.REPLY, 2 * SECOND, true, null, now);
    pass(1, Outcome.REPLY, "b");

    assertThat(engine.ping(1).watches())
        .filteredOn(watch -> watch.rule().name().equals("b"))
        .extracting(Watch::state)
        .containsExactly(AlertState.FIRING);
  }

  @Test
  void forgottenApplicationEndsItsAlert() {
    rule("r", "heartbeat stopped", "all");
    pings();
    Subject app = new Subject(Subject.Kind.HEARTBEAT, "app", "app", "");
    engine.beat(app, BeatState.STOPPED, now);
    pass(1, null);
    assertThat(told()).containsExactly("app");

    engine.removeBeat(app, "the application was forgotten", now);

    assertThat(engine.transitions()).extracting(Transition::tell).containsExactly(Tell.RESOLVED);
    assertThat(engine.beats()).isEmpty();
  }

  private void rename(String from, String to, long interval) {
    ids.put(to, ids.get(from));
    engine.addPing(ids.get(to), ping(to), interval, now);
    made.addAll(engine.transitions());
  }

  @Test
  void messageOfTheParentSaysHowManyItSuppresses() {
    rule("r", "icmpError", "all");
    parent("gw", "host-*");
    pings("host-1", "host-2", "gw");

    pass(1, Outcome.ICMP_ERROR, "host-1", "host-2", "gw");

    assertThat(made.stream().filter(t -> t.tell() == Tell.FIRING).map(Transition::text))
        .containsExactly("1 × icmpError; alerts that it suppresses: 2");
  }
}
