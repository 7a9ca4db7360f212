package io.pingdeck.stats.rtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedRttsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 127, 128, 129, 1_000, 20_000})
  void packedRttsAreThoseThatWereRecorded(int count) {
    Random random = new Random(count);
    PackedRtts packed = new PackedRtts();
    RttDistribution plain = new RttDistribution();

    for (int i = 0; i < count; i++) {
      long rtt = rtt(random);
      packed.record(rtt);
      plain.record(rtt);
      if (random.nextInt(100) == 0) {
        packed.packFor(new PackedRtts());
      }
    }

    assertEqual(packed.all(), plain);
    assertThat(packed.summary()).isEqualTo(plain.summary());
    packed.record(5);
    plain.record(5);
    assertThat(packed.summary()).isEqualTo(plain.summary());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void addedUpTheyAreAllOfBoth(int seed) {
    Random random = new Random(seed);
    RttDistribution plain = new RttDistribution();
    PackedRtts sum = new PackedRtts();
    for (int i = 0; i < 6; i++) {
      PackedRtts part = new PackedRtts();
      for (int left = random.nextInt(400); left > 0; left--) {
        long rtt = rtt(random);
        part.record(rtt);
        plain.record(rtt);
      }
      if (random.nextBoolean()) {
        part.packFor(new PackedRtts());
      }
      sum.add(part);
    }

    assertEqual(sum.all(), plain);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 2_047, 2_048, 1L << 40, Long.MAX_VALUE})
  void extremesSurvivePacking(long rtt) {
    PackedRtts packed = new PackedRtts();
    RttDistribution plain = new RttDistribution();
    for (int i = 0; i < 300; i++) {
      packed.record(rtt);
      plain.record(rtt);
    }
    packed.packFor(new PackedRtts());

    assertEqual(packed.all(), plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 31, 33, 200})
  void whoIsGivenRoomKeepsWhatItHolds(int count) {
    PackedRtts over = new PackedRtts();
    PackedRtts next = new PackedRtts();
    RttDistribution all = new RttDistribution();
    RttDistribution later = new RttDistribution();
    for (int i = 0; i < 300; i++) {
      over.record(i);
      all.record(i);
    }
    for (int i = 0; i < count; i++) {
      next.record(i);
      later.record(i);
    }

    over.packFor(next);
    for (int i = 0; i < 300; i++) {
      over.record(i);
      all.record(i);
      next.record(1_000 + i);
      later.record(1_000 + i);
    }

    assertEqual(over.all(), all);
    assertEqual(next.all(), later);
  }

  /// Covers all lengths of a number in seven-bit groups.
  private static long rtt(Random random) {
    return random.nextLong() >>> random.nextInt(1, Long.SIZE);
  }

  private static void assertEqual(RttDistribution actual, RttDistribution expected) {
    assertThat(actual.count()).isEqualTo(expected.count());
    if (expected.count() > 0) {
      assertThat(RttFigures.of(actual)).isEqualTo(RttFigures.of(expected));
      assertThat(actual.exactSum()).isEqualTo(expected.exactSum());
      assertThat(actual.exactSquares()).isEqualTo(expected.exactSquares());
    }
  }
}
