package io.pingdeck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs the fuzz targets without the fuzzer: on the seeds and on mutations of them.
class FuzzReplayTest {
  /// Bytes of each seed in which bits are flipped.
  private static final int FLIPPED_BYTES = 256;

  @ParameterizedTest
  @EnumSource
  void everySeedHolds(FuzzTarget target) {
    List<byte[]> seeds = FuzzSeeds.of(target);

    assertThat(seeds).hasSizeGreaterThan(1);
    seeds.forEach(target::accept);
  }

  @ParameterizedTest
  @EnumSource
  void everySeedHoldsCutAnywhere(FuzzTarget target) {
    List<byte[]> seeds = FuzzSeeds.of(target);
    Sampled inputs = new Sampled(target, seeds.stream().mapToInt(seed -> seed.length).sum());
    for (byte[] seed : seeds) {
      for (int length = 0; length < seed.length; length++) {
        int end = length;
        inputs.accept(() -> Arrays.copyOf(seed, end));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Proves("I1")
  void everySeedHoldsWithAnyBitFlipped(FuzzTarget target) {
    List<byte[]> seeds = FuzzSeeds.of(target);
    Sampled inputs =
        new Sampled(target, seeds.stream().mapToInt(FuzzReplayTest::flippedBits).sum());
    for (byte[] seed : seeds) {
      for (int bit = 0; bit < flippedBits(seed); bit++) {
        int flip = bit;
        inputs.accept(() -> flipped(seed, flip));
      }
    }
  }

  private static int flippedBits(byte[] seed) {
    return Math.min(seed.length, FLIPPED_BYTES) * Byte.SIZE;
  }

  private static byte[] flipped(byte[] seed, int bit) {
    byte[] flipped = seed.clone();
    flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return flipped;
  }

  /// As many of the inputs as there is time for, evenly.
  private static final class Sampled {
    private final FuzzTarget target;
    private final int step;
    private int number;

    Sampled(FuzzTarget target, int inputs) {
      this.target = target;
      step = inputs / target.replayed() | 1; // odd: it does not always hit the same bit of a byte
    }

    void accept(Supplier<byte[]> input) {
      if (number++ % step == 0) {
        target.accept(input.get());
      }
    }
  }

  @Test
  void seedsAreLinesWithEscapes() {
    assertThat(FuzzSeeds.bytes("a\\n\\x00\\xff\\\\ä"))
        .containsExactly('a', '\n', 0, -1, '\\', 0xc3, 0xa4);
  }
}
