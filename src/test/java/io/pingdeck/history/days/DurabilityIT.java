package io.pingdeck.history.days;

import static io.pingdeck.history.days.CrashingWriter.BATCH;
import static io.pingdeck.history.days.CrashingWriter.PING;
import static io.pingdeck.history.days.MadeSamples.HOUR;
import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static io.pingdeck.history.days.StoreFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.net.Lab;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A writing process is killed, or its disk fails. `-Dpingdeck.crashes=200` kills more often.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DurabilityIT {
  private static final int CRASHES = Integer.getInteger("pingdeck.crashes", 20);

  @TempDir private Path directory;
  private final List<WriterProcess> started = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    started.forEach(WriterProcess::close);
  }

  /// Every acknowledged sequence is present, without a gap, followed by at most the one batch that
  /// was being written.
  @Test
  @Proves("D1")
  void whatIsAcknowledgedSurvivesEveryKill() throws Exception {
    Random random = new Random(42);
    long kept = 0;
    for (int crash = 0; crash < CRASHES; crash++) {
      WriterProcess writer = start(List.of(), kept + 1);
      long acknowledged = writer.killAfter(1 + random.nextInt(400));

      try (DayStore store = StoreFixture.open(directory)) {
        long before = kept;
        kept = CrashingWriter.lastWithoutHole(store);
        assertThat(kept)
            .as("crash %d of a writer that began at %d", crash, before + 1)
            .isBetween(acknowledged, acknowledged + BATCH);
        assertThat(store.damaged()).isZero();
      }
    }
    assertThat(kept).isGreaterThan(1000);

    try (DayStore store = StoreFixture.open(directory)) {
      settle(store, PING.planned(kept) + HOUR);
      assertThat(CrashingWriter.lastWithoutHole(store)).isEqualTo(kept);
      HistorySeries series =
          store.reader().series(PING.id(), START, PING.planned(kept) + SECOND, 24);
      assertThat(
              series.buckets().stream()
                  .mapToLong(b -> b.outcomes().sent() + b.outcomes().notSent())
                  .sum())
          .isEqualTo(kept);
    }
  }

  @Test
  @Proves("D5")
  void failedSyncIsNotAcknowledgedAndTheDayGoesOnInANewFile() throws Exception {
    Tool.need(Tool.STRACE);
    try {
      Lab.run("strace", "-qq", "-o", "/dev/null", "true");
    } catch (IOException e) {
      throw Tool.notAllowed("tracing a process", e.getMessage());
    }
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fdatasync,fsync",
            "-e",
            "inject=fdatasync,fsync:error=EIO:when=40..60");
    WriterProcess writer = start(strace, 1);
    BufferedReader lines = writer.lines();
    long acknowledged = 0;
    boolean failed = false;
    for (int i = 0; i < 300; i++) {
      String line = lines.readLine();
      assertThat(line).as("the writer continues after %d", acknowledged).isNotNull();
      if (line.startsWith("failed")) {
        failed = true;
        assertThat(line).contains("input/output error");
      } else {
        acknowledged = Long.parseLong(line);
      }
    }
    writer.close();
    acknowledged = writer.lastAfter(acknowledged);

    assertThat(failed).isTrue();
    assertThat(new DataDirectory(directory).files(DayFile.Kind.SAMPLES)).hasSizeGreaterThan(1);
    try (DayStore store = StoreFixture.open(directory)) {
      settle(store, PING.planned(acknowledged) + HOUR);
      assertThat(CrashingWriter.lastWithoutHole(store))
          .isBetween(acknowledged, acknowledged + BATCH);
    }
  }

  @Test
  @Proves("D7")
  void secondProcessIsRefused() throws Exception {
    WriterProcess writer = start(List.of(), 1);
    writer.lines().readLine();

    assertThatThrownBy(() -> StoreFixture.open(directory))
        .hasMessageContaining("in use by another Pingdeck (process " + writer.pid() + ")");
    assertThat(writer.isAlive()).isTrue();
  }

  private WriterProcess start(List<String> before, long firstSequence) throws IOException {
    WriterProcess writer = WriterProcess.start(before, directory, firstSequence);
    started.add(writer);
    return writer;
  }
}
