package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.HOUR;
import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static io.pingdeck.history.days.StoreFixture.all;
import static io.pingdeck.history.days.StoreFixture.assertNoneAltered;
import static io.pingdeck.history.days.StoreFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Truncated files and flipped bits. `-Dpingdeck.damage.places=10000` tests more places.
@Slow
class DamagedFilesTest {
  private static final int PLACES = Integer.getInteger("pingdeck.damage.places", 20);
  private static final MadeSamples PING = new MadeSamples(7, START, SECOND);
  private static final int SAMPLES = 3000;
  private static final int COMMIT = 25;

  @TempDir private Path root;

  @Test
  @Proves("D2")
  void logCutAnywhereLosesOnlyItsTail() throws IOException {
    Path crashed = root.resolve("crashed");
    try (DayStore store = StoreFixture.open(root.resolve("written"))) {
      write(store);
      StoreFixture.copy(root.resolve("written"), crashed);
    }
    List<Sample> made = PING.samples(1, SAMPLES);
    String log = "samples-2026-01-01.db-wal";
    long length = Files.size(crashed.resolve(log));
    Random random = new Random(1);
    long last = -1;

    for (int i = 0; i < PLACES; i++) {
      long cut = i == 0 ? 0 : length - random.nextLong(Math.min(length, 65_536) + 1);
      Path copy = root.resolve("cut-" + i);
      StoreFixture.copy(crashed, copy);
      try (FileChannel file = FileChannel.open(copy.resolve(log), StandardOpenOption.WRITE)) {
        file.truncate(cut);
      }
      try (DayStore store = StoreFixture.open(copy)) {
        List<Sample> kept = all(store, PING.id());
        assertThat(kept).as("cut at %d", cut).isEqualTo(made.subList(0, kept.size()));
        assertThat(kept.size() % COMMIT).isZero();
        if (cut == length) {
          assertThat(kept).hasSize(SAMPLES);
        }
        last = Math.max(last, kept.size());
        store.append(List.of(PING.batch(kept.size() + 1, kept.size() + 1)));
        assertThat(all(store, PING.id())).hasSize(kept.size() + 1);
      }
    }

    assertThat(last).as("some cut left nearly all").isGreaterThan(SAMPLES / 2);
  }

  @Test
  @Proves("D3")
  void flippedBitIsNoticedAndTheRestIsRead() throws IOException {
    Path whole = root.resolve("whole");
    try (DayStore store = StoreFixture.open(whole)) {
      write(store);
      settle(store, START + 2 * HOUR);
    }
    List<Sample> made = PING.samples(1, SAMPLES);
    String name = "samples-2026-01-01.db";
    byte[] bytes = Files.readAllBytes(whole.resolve(name));
    Random random = new Random(2);
    long kept = 0;

    for (int i = 0; i < PLACES; i++) {
      Path copy = root.resolve("flipped-" + i);
      StoreFixture.copy(whole, copy);
      int at = random.nextInt(bytes.length);
      byte flipped = (byte) (bytes[at] ^ 1 << random.nextInt(8));
      try (FileChannel file = FileChannel.open(copy.resolve(name), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(new byte[] {flipped}), at);
      }
      try (DayStore store = StoreFixture.open(copy)) {
        List<Sample> samples = all(store, PING.id());
        assertNoneAltered(samples, made);
        assertThat(samples.size() == SAMPLES || store.damaged() > 0)
            .as("bit flipped at %d: %d samples, nothing noticed", at, samples.size())
            .isTrue();
        assertThat(store.reader().series(PING.id(), START, START + HOUR, 10).buckets())
            .as("minutes are in another file")
            .filteredOn(bucket -> !bucket.hasNoData())
            .hasSize(5);
        kept += samples.size();
        goOn(store);
      }
    }

    assertThat((double) kept / PLACES / SAMPLES).as("what is left on average").isGreaterThan(0.9);
  }

  @Test
  void fileCutShortIsReadAsFarAsItGoes() throws IOException {
    Path whole = root.resolve("whole");
    try (DayStore store = StoreFixture.open(whole)) {
      write(store);
      settle(store, START + 2 * HOUR);
    }
    List<Sample> made = PING.samples(1, SAMPLES);
    String name = "samples-2026-01-01.db";
    long length = Files.size(whole.resolve(name));

    for (long cut = 0; cut < length; cut += Math.max(1, length / 20)) {
      Path copy = root.resolve("cut-" + cut);
      StoreFixture.copy(whole, copy);
      try (FileChannel file = FileChannel.open(copy.resolve(name), StandardOpenOption.WRITE)) {
        file.truncate(cut);
      }
      try (DayStore store = StoreFixture.open(copy)) {
        assertNoneAltered(all(store, PING.id()), made);
        goOn(store);
      }
    }
  }

  @Test
  @Proves("D11")
  void newerFormatIsRefusedAndLeftAlone() throws Exception {
    try (DayStore store = StoreFixture.open(root)) {
      store.append(List.of(PING.batch(1, 10)));
    }
    Path file = root.resolve("samples-2026-01-01.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
      statement.execute("PRAGMA application_id = " + (0x50440000 | 99));
    }
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> StoreFixture.open(root))
        .hasMessageContaining("format 99")
        .hasMessageContaining("newer version");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void secondStoreOnTheSameDirectoryIsRefused() throws IOException {
    try (DayStore store = StoreFixture.open(root)) {
      assertThatThrownBy(() -> StoreFixture.open(root))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              "in use by another Pingdeck (process " + ProcessHandle.current().pid());
      store.append(List.of(PING.batch(1, 1)));
    }
    try (DayStore store = StoreFixture.open(root)) {
      assertThat(all(store, PING.id())).hasSize(1);
    }
  }

  /// A damaged file may fail once; the day then continues in another.
  private static void goOn(DayStore store) throws IOException {
    MadeSamples later = new MadeSamples(8, START + HOUR, SECOND);
    try {
      store.append(List.of(later.batch(1, 10)));
    } catch (IOException e) {
      store.append(List.of(later.batch(1, 10)));
    }
    assertThat(all(store, later.id())).isEqualTo(later.samples(1, 10));
  }

  private static void write(DayStore store) throws IOException {
    for (int first = 1; first <= SAMPLES; first += COMMIT) {
      store.append(List.of(PING.batch(first, first + COMMIT - 1)));
    }
  }
}
