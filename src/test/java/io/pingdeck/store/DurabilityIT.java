package io.pingdeck.store;

import static io.pingdeck.store.CrashingWriter.BATCH;
import static io.pingdeck.store.CrashingWriter.PING;
import static io.pingdeck.store.MadeSamples.HOUR;
import static io.pingdeck.store.MadeSamples.SECOND;
import static io.pingdeck.store.MadeSamples.START;
import static io.pingdeck.store.StoreFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.probe.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes is killed, or its disk fails. `-Dpingdeck.crashes=200` kills more often.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DurabilityIT {
  private static final int CRASHES = Integer.getInteger("pingdeck.crashes", 20);

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    for (Process process : started) {
      kill(process);
    }
  }

  /// Every sequence that was acknowledged is there, without a hole; behind it at most the one batch
  /// that was being written.
  @Test
  void whatIsAcknowledgedSurvivesEveryKill() throws Exception {
    Random random = new Random(42);
    long kept = 0;
    for (int crash = 0; crash < CRASHES; crash++) {
      Process writer = start(List.of(), kept + 1);
      long acknowledged = killAfter(writer, 1 + random.nextInt(400));

      try (SqliteStore store = StoreFixture.open(directory)) {
        long before = kept;
        kept = lastWithoutHole(store);
        assertThat(kept)
            .as("crash %d of a writer that began at %d", crash, before + 1)
            .isBetween(acknowledged, acknowledged + BATCH);
        assertThat(store.damaged()).isZero();
      }
    }
    assertThat(kept).isGreaterThan(1000);

    try (SqliteStore store = StoreFixture.open(directory)) {
      settle(store, PING.planned(kept) + HOUR);
      assertThat(lastWithoutHole(store)).isEqualTo(kept);
      HistorySeries series =
          store.reader().series(PING.id(), START, PING.planned(kept) + SECOND, 24);
      assertThat(series.buckets().stream().mapToLong(b -> b.sent() + b.notSent()).sum())
          .isEqualTo(kept);
    }
  }

  @Test
  void failedSyncIsNotAcknowledgedAndTheDayGoesOnInANewFile() throws Exception {
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
    Process writer = start(strace, 1);
    BufferedReader lines = writer.inputReader();
    long acknowledged = 0;
    boolean failed = false;
    for (int i = 0; i < 300; i++) {
      String line = lines.readLine();
      assertThat(line).as("the writer goes on after %d", acknowledged).isNotNull();
      if (line.startsWith("failed")) {
        failed = true;
        assertThat(line).contains("input/output error");
      } else {
        acknowledged = Long.parseLong(line);
      }
    }
    kill(writer);

    assertThat(failed).isTrue();
    assertThat(new DataDirectory(directory).files(DayFile.Kind.SAMPLES)).hasSizeGreaterThan(1);
    try (SqliteStore store = StoreFixture.open(directory)) {
      settle(store, PING.planned(acknowledged) + HOUR);
      assertThat(lastWithoutHole(store)).isBetween(acknowledged, acknowledged + BATCH);
    }
  }

  @Test
  void secondProcessIsRefused() throws Exception {
    Process writer = start(List.of(), 1);
    writer.inputReader().readLine();

    assertThatThrownBy(() -> StoreFixture.open(directory))
        .hasMessageContaining("in use by another Pingdeck (process " + writer.pid() + ")");
    assertThat(writer.isAlive()).isTrue();
  }

  private Process start(List<String> before, long firstSequence) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingWriter.class.getName(),
            directory.toString(),
            Long.toString(firstSequence)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  /// By its handle, which leaves open what it has printed; with strace, what it traces as well.
  private static void kill(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    for (ProcessHandle handle : all) {
      handle.destroyForcibly();
    }
    for (ProcessHandle handle : all) {
      handle.onExit().join();
    }
  }

  /// @return the last sequence that was acknowledged, also while the signal was on its way
  private static long killAfter(Process writer, int batches) throws Exception {
    BufferedReader lines = writer.inputReader();
    long acknowledged = 0;
    for (int i = 0; i < batches; i++) {
      acknowledged = Long.parseLong(lines.readLine());
    }
    kill(writer);
    // A line that the signal cut is no acknowledgement: it ends without a line break.
    StringWriter text = new StringWriter();
    lines.transferTo(text);
    String rest = text.toString();
    for (String line : rest.substring(0, rest.lastIndexOf('\n') + 1).split("\n")) {
      acknowledged = line.isEmpty() ? acknowledged : Long.parseLong(line);
    }
    return acknowledged;
  }

  /// Fails if a sequence is missing, is there twice or was altered.
  private static long lastWithoutHole(SqliteStore store) throws IOException {
    List<Sample> kept = new ArrayList<>();
    long from = START;
    for (boolean more = true; more; ) {
      SamplePage page = store.reader().samples(PING.id(), from, Long.MAX_VALUE, 10_000);
      kept.addAll(page.samples());
      more = page.nextEpochNanos().isPresent();
      from = page.nextEpochNanos().orElse(0);
    }
    assertThat(kept).isEqualTo(PING.samples(1, kept.size()));
    return kept.size();
  }
}
