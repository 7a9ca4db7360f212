package io.pingdeck.history.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.days.DayStore;
import io.pingdeck.history.days.MadeSamples;
import io.pingdeck.history.days.StoreFixture;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class WriteAheadLogTest {
  private static final MadeSamples PING = new MadeSamples(7, MadeSamples.START, MadeSamples.SECOND);
  private static final String NAME = "samples-2026-01-01.db";
  private static final int COMMITS = 20;

  @TempDir private Path root;

  @Test
  void flippedBitInTheLogIsNoticedWhereverSamplesAreGone() throws IOException {
    Path whole = root.resolve("killed");
    try (DayStore store = StoreFixture.open(root.resolve("whole"))) {
      for (int i = 0; i < COMMITS; i++) {
        store.append(List.of(PING.batch(i + 1, i + 1)));
      }
      StoreFixture.copy(root.resolve("whole"), whole);
    }
    byte[] log = Files.readAllBytes(whole.resolve(NAME + "-wal"));
    assertThat(WriteAheadLog.lostCommits(whole.resolve(NAME))).isZero();
    Random random = new Random(4);
    int gone = 0;

    for (int i = 0; i < 60; i++) {
      Path copy = root.resolve("flipped-" + i);
      StoreFixture.copy(whole, copy);
      byte[] flipped = log.clone();
      flipped[random.nextInt(log.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(copy.resolve(NAME + "-wal"), flipped);
      try (DayStore store = StoreFixture.open(copy)) {
        int kept = StoreFixture.all(store, PING.id()).size();
        gone += kept < COMMITS ? 1 : 0;
        assertThat(kept == COMMITS || store.damaged() > 0).as("%d kept", kept).isTrue();
      }
    }

    assertThat(gone).isPositive();
  }

  /// Commits of one second each, under a limit that the log does not reach.
  @Test
  void flippedBitTakesTheSamplesOfTheLastSecondsAlone() throws IOException {
    Path whole = root.resolve("whole");
    try (DayStore store = StoreFixture.open(whole)) {
      for (int i = 1; i <= COMMITS; i++) {
        store.append(List.of(PING.batch(i, i)));
        store.maintain(MadeSamples.START + i * MadeSamples.SECOND);
        Path copy = root.resolve("killed-" + i);
        StoreFixture.copy(whole, copy);
        Path log = copy.resolve(NAME + "-wal");
        byte[] bytes = Files.readAllBytes(log);
        if (bytes.length > 0) {
          bytes[bytes.length > 100 ? 100 : 0] ^= 1; // in the first frame
          Files.write(log, bytes);
        }
        try (DayStore damaged = StoreFixture.open(copy)) {
          assertThat(StoreFixture.all(damaged, PING.id()))
              .as("after %d s", i)
              .hasSizeGreaterThanOrEqualTo(i - 5)
              .isEqualTo(
                  PING.samples(1, i).subList(0, StoreFixture.all(damaged, PING.id()).size()));
        }
      }
    }
  }

  @Test
  void logThatWasBeingWrittenIsNoDamage() throws IOException {
    Path whole = root.resolve("whole");
    try (DayStore store = StoreFixture.open(whole)) {
      store.append(List.of(PING.batch(1, 1)));
      store.append(List.of(PING.batch(2, 2)));
      Path copy = root.resolve("killed");
      StoreFixture.copy(whole, copy);
      Path log = copy.resolve(NAME + "-wal");
      byte[] bytes = Files.readAllBytes(log);
      Files.write(log, Arrays.copyOf(bytes, bytes.length - 100));

      assertThat(WriteAheadLog.lostCommits(copy.resolve(NAME))).isZero();
    }
  }
}
