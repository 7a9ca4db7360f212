package io.pingdeck.packet;

import io.pingdeck.packet.http.HttpResponseFuzz;
import io.pingdeck.packet.icmp.IcmpErrorFuzz;
import io.pingdeck.packet.icmp.IcmpMessageFuzz;
import io.pingdeck.packet.text.BeatTextFuzz;
import io.pingdeck.packet.text.LabTextFuzz;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs the fuzz targets without the fuzzer: on the seeds and on mutations of them.
class FuzzReplayTest {
  enum Target {
    ICMP_ERROR(IcmpErrorFuzz::fuzzerTestOneInput),
    ICMP_MESSAGE(IcmpMessageFuzz::fuzzerTestOneInput),
    LAB_TEXT(LabTextFuzz::fuzzerTestOneInput),
    BEAT_TEXT(BeatTextFuzz::fuzzerTestOneInput),
    HTTP_RESPONSE(HttpResponseFuzz::fuzzerTestOneInput);

    private final Consumer<byte[]> input;

    Target(Consumer<byte[]> input) {
      this.input = input;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySeedHolds(Target target) {
    FuzzSeeds.all().forEach(target.input);
  }

  @ParameterizedTest
  @EnumSource
  void everySeedHoldsCutAnywhere(Target target) {
    for (byte[] seed : FuzzSeeds.all()) {
      for (int length = 0; length < seed.length; length++) {
        target.input.accept(Arrays.copyOf(seed, length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySeedHoldsWithAnyBitFlipped(Target target) {
    for (byte[] seed : FuzzSeeds.all()) {
      for (int bit = 0; bit < Math.min(seed.length, 256) * Byte.SIZE; bit++) {
        byte[] flipped = seed.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        target.input.accept(flipped);
      }
    }
  }
}
