package io.pingdeck.alert.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Dependency;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.rule.Rule;
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
  void messageOfTheParentSaysHowManyItSuppresses() {
    rule("r", "icmpError", "all");
    parent("gw", "host-*");
    pings("host-1", "host-2", "gw");

    pass(1, Outcome.ICMP_ERROR, "host-1", "host-2", "gw");

    assertThat(made.stream().filter(t -> t.tell() == Tell.FIRING).map(Transition::text))
        .containsExactly("1 × icmpError; alerts that it suppresses: 2");
  }
}
