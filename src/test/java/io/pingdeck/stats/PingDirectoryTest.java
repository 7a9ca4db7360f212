package io.pingdeck.stats;

import static io.pingdeck.stats.PingSamples.NOW;
import static io.pingdeck.stats.PingSamples.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.StatsLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The memory of the statistics is bounded, regardless of the number of pings.
class PingDirectoryTest {
  private static final StatsLimits LIMITS = new StatsLimits(1000, 10_000, 2);
  private final PingDirectory pings = new PingDirectory(LIMITS);

  @Test
  void pingsShareTheSamplesThatAreHeldInAll() {
    for (long id = 1; id <= 40; id++) {
      pings.put(ping(id));
      replies(id, 1, 1500);
      assertThat(heldInAll()).isLessThanOrEqualTo(LIMITS.samplesInAll());
    }

    assertThat(sequences(1)).containsExactly(LongStream.rangeClosed(1251, 1500).toArray());
    assertThat(sequences(40)).containsExactly(LongStream.rangeClosed(1251, 1500).toArray());
  }

  @Test
  void whatOneGivesUpTheOthersMayKeep() {
    for (long id = 1; id <= 11; id++) {
      pings.put(ping(id));
    }
    replies(1, 1, 1500);
    assertThat(sequences(1)).hasSize(500);

    pings.remove(new PingId(11));
    replies(1, 1501, 1600);

    assertThat(sequences(1)).containsExactly(LongStream.rangeClosed(1001, 1600).toArray());
  }

  @Test
  void evenThePoorestKeepsWhatThePageShowsOfIt() {
    for (long id = 1; id <= 1000; id++) {
      pings.put(ping(id));
      replies(id, 1, 100);
    }

    assertThat(pings.page(Optional.empty(), 1000, NOW))
        .hasSize(1000)
        .allMatch(snapshot -> snapshot.recent().length() == 60);
    assertThat(heldInAll()).isEqualTo(1000 * 60);
  }

  @Test
  void aLateReplyToASampleThatWasGivenUpIsCountedOnce() {
    for (long id = 1; id <= 10; id++) {
      pings.put(ping(id));
    }
    record(1, 1, Outcome.LOST);
    replies(1, 2, 900);
    pings.put(ping(11)); // 500 are left
    pings.remove(new PingId(11)); // a thousand again

    record(1, 1, Outcome.LATE);

    PingSnapshot snapshot = pings.some(List.of(new PingId(1)), NOW).getFirst();
    assertThat(snapshot.lastMinute().concluded()).isEqualTo(900);
    assertThat(snapshot.rtt().orElseThrow().count()).isEqualTo(900);
    assertThat(sequences(1)).doesNotContain(1L);
  }

  @Test
  void aRunningPingIsNeverForgotten() {
    for (long id = 1; id <= 50; id++) {
      assertThat(pings.put(ping(id))).isEmpty();
    }
    for (long id = 1; id <= 2; id++) {
      assertThat(pings.put(ping(id).ended(PingState.STOPPED, Instant.EPOCH, ""))).isEmpty();
    }

    assertThat(pings.put(ping(3).ended(PingState.STOPPED, Instant.EPOCH, "")))
        .contains(new PingId(1));
    assertThat(pings.put(ping(3).ended(PingState.STOPPED, Instant.EPOCH, ""))).isEmpty();
    assertThat(pings.size()).isEqualTo(49);
  }

  private void replies(long ping, long from, long to) {
    SampleColumns buffer = new SampleColumns();
    for (long sequence = from; sequence <= to; sequence++) {
      PingSamples.add(buffer, ping, sequence, Outcome.REPLY, 1000);
    }
    pings.record(buffer.toBatch(0, 1), NOW);
  }

  private void record(long ping, long sequence, Outcome outcome) {
    pings.record(PingSamples.one(ping, sequence, outcome, 1000), NOW);
  }

  private long[] sequences(long ping) {
    return pings.samples(new PingId(ping), 10_000).stream().mapToLong(Sample::sequence).toArray();
  }

  private int heldInAll() {
    int held = 0;
    for (long id = 1; id <= 1000; id++) {
      held += sequences(id).length;
    }
    return held;
  }
}
