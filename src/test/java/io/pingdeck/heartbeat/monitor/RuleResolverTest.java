package io.pingdeck.heartbeat.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.KnownApplication;
import io.pingdeck.heartbeat.api.PartialRules;
import io.pingdeck.heartbeat.api.RuleField;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleResolverTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final BeatDefaults FILE = new BeatDefaults(BeatRules.DEFAULT, MINUTE);

  private static BeatRules rules(int lateMisses, int misses) {
    return new BeatRules(Optional.empty(), Optional.empty(), lateMisses, misses, 0.1);
  }

  @Test
  void whatIsAsInTheFileFollowsTheFile() {
    RuleResolver book = new RuleResolver(FILE, List.of());
    book.change(new BeatDefaults(rules(2, 7), MINUTE));
    BeatRules edited =
        new BeatRules(Optional.empty(), Optional.of(Duration.ofSeconds(9)), 3, 5, 0.2);
    RuleResolver next = new RuleResolver(new BeatDefaults(edited, Duration.ofHours(1)), List.of());

    next.change(book.changed());

    assertThat(book.changed().rules().said()).containsExactly(RuleField.MISSES);
    assertThat(next.inForce())
        .isEqualTo(
            new BeatDefaults(
                new BeatRules(Optional.empty(), Optional.of(Duration.ofSeconds(9)), 3, 7, 0.2),
                Duration.ofHours(1)));
  }

  @Test
  void theFilesRuleOfOneApplicationOverridesAChangeForAll() {
    PartialRules said = new PartialRules(rules(2, 9), Set.of(RuleField.MISSES));
    RuleResolver book =
        new RuleResolver(FILE, List.of(new KnownApplication("app", said, Optional.empty())));

    book.change(new BeatDefaults(rules(3, 4), MINUTE));

    assertThat(book.of("app")).isEqualTo(rules(3, 9));
    assertThat(book.of("other")).isEqualTo(rules(3, 4));
  }

  @Test
  void rulesThatDoNotFitTogetherGiveWayToWhatWasSaid() {
    PartialRules fewMisses = new PartialRules(rules(1, 2), Set.of(RuleField.MISSES));
    PartialRules late = new PartialRules(rules(6, 7), Set.of(RuleField.LATE_MISSES));

    assertThat(fewMisses.over(rules(4, 5))).isEqualTo(rules(1, 2));
    assertThat(late.over(rules(1, 2))).isEqualTo(rules(6, 7));
    assertThat(PartialRules.NONE.over(rules(4, 5))).isEqualTo(rules(4, 5));
  }

  @Test
  void takingEverythingBackLeavesNothingChanged() {
    RuleResolver book = new RuleResolver(FILE, List.of());
    book.change(new BeatDefaults(rules(2, 7), Duration.ofSeconds(3)));

    book.change(FILE);

    assertThat(book.changed().rules().said()).isEmpty();
    assertThat(book.changed().assumedInterval()).isEmpty();
    assertThat(book.inForce()).isEqualTo(FILE);
  }
}
