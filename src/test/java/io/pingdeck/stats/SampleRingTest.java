package io.pingdeck.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares the latest samples with a sorted map of them.
class SampleRingTest {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final int STEPS = 20_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsWhatASortedMapOfTheSameCapacityHolds(long seed) {
    Random random = new Random(seed);
    int capacity = 60;
    SampleRing ring = new SampleRing(1, capacity);
    NavigableMap<Long, Sample> model = new TreeMap<>();
    long highest = 0;
    for (int step = 0; step < STEPS; step++) {
      long sequence = Math.max(1, highest + random.nextInt(6) - 3 - random.nextInt(20));
      if (random.nextInt(200) == 0) {
        sequence = highest + random.nextInt(300);
      } else if (random.nextInt(3) > 0) {
        sequence = highest + 1;
      }
      if (random.nextInt(500) == 0) {
        capacity = 16 + random.nextInt(200);
        ring.limit(capacity);
        model.headMap(highest - capacity, true).clear();
      }
      if (ring.isPast(sequence) || sequence == 0) {
        continue;
      }
      SampleBatch batch =
          PingSamples.one(1, sequence, OUTCOMES[random.nextInt(OUTCOMES.length)], step);
      ring.put(batch, 0);
      model.put(sequence, batch.sample(0));
      highest = Math.max(highest, sequence);
      model.headMap(highest - capacity, true).clear();

      assertThat(ring.highest()).isEqualTo(highest);
      assertThat(ring.holds(sequence)).isTrue();
      if (step % 50 == 0) {
        assertThat(ring.samples(Integer.MAX_VALUE)).containsExactlyElementsOf(model.values());
        assertThat(ring.samples(3)).isEqualTo(newest(model, 3));
      }
    }
    assertThat(highest).isGreaterThan(STEPS / 2);
  }

  @Test
  void whatASmallerCapacityDroppedStaysDroppedInALargerOne() {
    SampleRing ring = new SampleRing(1, 100);
    for (long sequence = 1; sequence <= 100; sequence++) {
      ring.put(PingSamples.one(1, sequence, Outcome.REPLY, sequence), 0);
    }

    ring.limit(20);
    ring.limit(100);

    assertThat(ring.isPast(80)).isTrue();
    assertThat(ring.holds(80)).isFalse();
    assertThat(ring.samples(100)).extracting(Sample::sequence).hasSize(20).startsWith(81L);
    assertThat(ring.heldBehind(7)).isEqualTo(81);
  }

  @Test
  void onlyTheNewestPagesTellTheTextsOfEchoes() {
    SampleRing ring = new SampleRing(1, 1000);
    for (long sequence = 1; sequence <= 500; sequence++) {
      ring.put(echo(sequence), 0);
    }
    ring.put(echo(3), 0);

    List<Sample> told = ring.samples(1000).stream().filter(s -> s.answer().isPresent()).toList();
    assertThat(told).extracting(Sample::sequence).startsWith(480L).endsWith(500L).hasSize(21);
    assertThat(ring.samples(1000)).hasSize(500);
  }

  private static SampleBatch echo(long sequence) {
    SampleColumns buffer = new SampleColumns();
    Response echo = new Response.Echo("ping " + sequence);
    RttSource source = RttSource.PROCESS;
    buffer.add(1, sequence, 1, 0, Outcome.REPLY).rtt(1, source).answer(echo);
    return buffer.toBatch(1, sequence);
  }

  private static List<Sample> newest(NavigableMap<Long, Sample> model, int count) {
    return model.values().stream().skip(Math.max(0, model.size() - count)).toList();
  }
}
