package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.DAY;
import static io.pingdeck.history.days.MadeSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayStorage;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Shared by the tests of the store.
public final class StoreFixture {
  private StoreFixture() {}

  public static DayStore open(Path directory) throws IOException {
    return DayStore.inFiles(directory, HistoryLimits.DEFAULT);
  }

  /// Runs all pending work of the store.
  static void settle(DayStore store, long nowEpochNanos) throws IOException {
    for (int i = 0; i < 10_000; i++) {
      store.maintain(nowEpochNanos);
    }
  }

  public static List<Sample> all(DayStore store, PingId ping) throws IOException {
    return store.reader().samples(ping, START - DAY, START + DAY, Integer.MAX_VALUE).samples();
  }

  /// The minutes that are not packed.
  static List<Long> journalMinutes(DayStorage storage) throws IOException {
    List<Long> minutes = new ArrayList<>();
    for (DayFile file : storage.files(DayFile.Kind.SAMPLES)) {
      try (DaySamples day = DaySamples.open(storage, List.of(file), new CorruptionLog())) {
        minutes.addAll(day.fresh(file.firstMinute(), file.endMinute()));
      }
    }
    return minutes;
  }

  /// Copies every file except the lock: the state after a crash, if nothing is written at the same
  /// time.
  public static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> paths = Files.list(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = path.getFileName().toString();
        if (!name.equals("lock") && !name.endsWith("-shm")) {
          Files.copy(path, to.resolve(name));
        }
      }
    }
  }

  /// Asserts that the stored samples are a subset of the generated ones, without changes.
  static void assertNoneAltered(List<Sample> kept, List<Sample> made) {
    for (Sample sample : kept) {
      assertThat(sample).isEqualTo(made.get((int) sample.sequence() - 1));
    }
    assertThat(kept.stream().map(Sample::sequence).distinct().count()).isEqualTo(kept.size());
  }
}
