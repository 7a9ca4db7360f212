package io.pingdeck.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.alert.rule.Rule;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.stats.api.StatsLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {
  private static final long MEGABYTE = 1 << 20;

  @ParameterizedTest
  @ValueSource(longs = {64, 128, 256})
  void sharesTogetherLeaveRoomInASmallHeap(long megabytes) {
    MemoryBudget budget = new MemoryBudget(megabytes * MEGABYTE);
    StatsLimits stats = budget.stats(StatsLimits.DEFAULT);

    long used =
        40L * stats.samplesInAll()
            + 30_720L * stats.endedPings()
            + 189_440L * budget.pings(PingLimits.DEFAULT, 1).maxPings()
            + 80L * budget.queuedSamples(500_000);

    assertThat(used).isLessThanOrEqualTo((megabytes - 24) * MEGABYTE);
    assertThat(budget.pings(PingLimits.DEFAULT, 1).maxPings()).isGreaterThan(100);
    long room = (megabytes - 24) * MEGABYTE / 4 / 40;
    assertThat(stats.samplesInAll())
        .isEqualTo((int) Math.min(StatsLimits.DEFAULT.samplesInAll(), room));
  }

  @Test
  void passwordsTakeTheirPart() {
    StatsLimits without = new MemoryBudget(128 * MEGABYTE).stats(StatsLimits.DEFAULT);
    StatsLimits with =
        new MemoryBudget(128 * MEGABYTE, 16 * MEGABYTE, 0).stats(StatsLimits.DEFAULT);

    assertThat(40L * (without.samplesInAll() - with.samplesInAll()))
        .isBetween(4 * MEGABYTE - 80, 4 * MEGABYTE + 80);
  }

  @ParameterizedTest
  @CsvSource({"128, 4, 195, 1g", "1024, 40, 1953, 2048m"})
  void windowsOfRulesTakeTheirPart(long megabytes, int rules, int kilobytes, String larger) {
    long rule = Rule.parse("loss > 5 % over 10000 probes for 5 windows").condition().windowBytes();
    MemoryBudget budget = new MemoryBudget(megabytes * MEGABYTE, 0, rules * rule);

    PingLimits limits = budget.pings(PingLimits.DEFAULT, 1);

    assertThat(rule).isEqualTo(50_000);
    assertThat(rules * rule * limits.maxPings()).isLessThan(megabytes * MEGABYTE / 2);
    assertThatThrownBy(() -> limits.checkRoom("target", limits.maxPings(), 1))
        .hasMessageEndingWith(
            "a heap of %d MB has no room for more (the windows of alerts.rules take %d KB for"
                    .formatted(megabytes, kilobytes)
                + " each); start Pingdeck with a larger one, PINGDECK_JAVA_OPTS=-Xmx"
                + larger);
  }

  @Test
  void largeHeapHasRoomForWhatIsAskedFor() {
    MemoryBudget budget = new MemoryBudget(1024 * MEGABYTE);

    assertThat(budget.stats(StatsLimits.DEFAULT)).isEqualTo(StatsLimits.DEFAULT);
    assertThat(budget.pings(PingLimits.DEFAULT, 1)).isEqualTo(PingLimits.DEFAULT);
    assertThat(budget.queuedSamples(500_000)).isEqualTo(500_000);
  }

  @Test
  void pingTooManyForTheHeapIsToldWhatToSet() {
    PingLimits limits = new MemoryBudget(64 * MEGABYTE).pings(PingLimits.DEFAULT, 1);
    int most = limits.maxPings();

    assertThatThrownBy(() -> limits.checkRoom("target", most, 1))
        .hasMessage(
            "target: %d pings are running, at most %d may: a heap of 64 MB has no room for more;"
                    .formatted(most, most)
                + " start Pingdeck with a larger one, PINGDECK_JAVA_OPTS=-Xmx1g");
    assertThatThrownBy(() -> PingLimits.DEFAULT.checkRoom("target", 1000, 1))
        .hasMessage("target: 1000 pings are running, at most 1000 may: raise ping.limits.maxPings");
  }

  @Test
  void workersShareTheRoom() {
    MemoryBudget budget = new MemoryBudget(128 * MEGABYTE);

    assertThat(budget.pings(PingLimits.DEFAULT, 4).maxPings())
        .isEqualTo(budget.pings(PingLimits.DEFAULT, 1).maxPings() / 4);
  }
}
