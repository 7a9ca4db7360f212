package io.pingdeck.alert.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Episode;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.stats.rtt.RttDistribution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long START_NANOS = START.getEpochSecond() * SECOND;

  private long minute;

  private Replay replay(String rule) {
    return new Replay(Rule.parse(rule), 2 * SECOND, START_NANOS, SECOND);
  }

  private void minutes(Replay replay, int number, int replies, int lost, long rttMillis) {
    for (int i = 0; i < number; i++) {
      OutcomeCounts counts = new OutcomeCounts();
      counts.add(Outcome.REPLY, replies);
      counts.add(Outcome.LOST, lost);
      RttDistribution rtts = new RttDistribution();
      for (int r = 0; r < replies; r++) {
        rtts.record(rttMillis * 1_000_000);
      }
      replay.add(
          new HistoryBucket(START_NANOS + minute * MINUTE, counts, 0, rtts.summary()), MINUTE);
      minute++;
    }
  }

  private List<Episode> finish(Replay replay) {
    return replay.finish(START_NANOS + minute * MINUTE);
  }

  @Test
  void lossIsFoundWhereItWas() {
    Replay replay = replay("loss > 20 % over 1 min");
    minutes(replay, 10, 60, 0, 1);
    minutes(replay, 10, 30, 30, 1);
    minutes(replay, 10, 60, 0, 1);

    List<Episode> episodes = finish(replay);

    assertThat(episodes).hasSize(1);
    assertThat(replay.fired()).isEqualTo(1);
    assertThat(replay.probes()).isEqualTo(1800);
    assertThat(episodes.getFirst().from())
        .isBetween(START.plus(Duration.ofMinutes(10)), START.plus(Duration.ofMinutes(11)));
    assertThat(episodes.getFirst().to().orElseThrow())
        .isBetween(START.plus(Duration.ofMinutes(20)), START.plus(Duration.ofMinutes(21)));
    assertThat(episodes.getFirst().worst().orElseThrow()).isBetween(49.0, 51.0);
  }

  @Test
  void whatStillFiresHasNoEnd() {
    Replay replay = replay("p95 > 80 ms over 1 min");
    minutes(replay, 5, 60, 0, 10);
    minutes(replay, 5, 60, 0, 100);

    assertThat(finish(replay)).hasSize(1).first().matches(episode -> episode.to().isEmpty());
    assertThat(replay.state()).isEqualTo(AlertState.FIRING);
  }

  @Test
  void gapOfTheHistoryIsNeitherOkNorLoss() {
    Replay replay = replay("no reply for 30 s");
    minutes(replay, 5, 60, 0, 1);
    minute += 60;
    minutes(replay, 5, 60, 0, 1);

    assertThat(finish(replay)).isEmpty();

    minute = 0;
    Replay data = replay("no data for 10 min");
    minutes(data, 5, 60, 0, 1);
    minute += 60;
    minutes(data, 5, 60, 0, 1);
    assertThat(finish(data)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jitter > 5 ms over 1 min",
        "rtt median +50 % over the same hour last week",
        "certificate expires within 14 days",
        "heartbeat stopped"
      })
  void ruleWithoutHistoryIsRefused(String rule) {
    assertThat(Replay.refusal(Rule.parse(rule))).isPresent();
  }
}
