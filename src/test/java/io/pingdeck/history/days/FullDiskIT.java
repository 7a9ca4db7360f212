package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.MINUTE;
import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static io.pingdeck.history.days.StoreFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.history.HistoryWriter;
import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.history.api.HistoryHealth.State;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.net.Lab;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small ext4 file system in a file: full, freed, and read-only. Requires permission to mount it.
class FullDiskIT {
  private static final long DISK_BYTES = 12L << 20;
  private static final int BATCH = 2000;
  private static final MadeSamples PING = new MadeSamples(7, START, SECOND / 100);

  @TempDir private Path root;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    Tool.need(Tool.MKFS_EXT4);
    Path image = root.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(DISK_BYTES);
    }
    disk = Files.createDirectory(root.resolve("disk"));
    Lab.run("mkfs.ext4", "-q", "-m", "0", image.toString());
    try {
      Lab.run("mount", "-o", "loop", image.toString(), disk.toString());
      mounted = true;
    } catch (IOException e) {
      throw Tool.notAllowed("mounting a file system", e.getMessage());
    }
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      Lab.run("umount", disk.toString());
    }
  }

  @Test
  @Proves("D4")
  void historyPausesOnAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
    try (DayStore store = StoreFixture.open(disk.resolve("data"))) {
      fillAndFree(store);
    }
  }

  /// Its tables are on the small disk, the rest of the server is not.
  @Test
  void historyOnAServerPausesOnAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
    Path space = Files.createDirectory(disk.resolve("space"));
    try (TestPostgres postgres = TestPostgres.start(root.resolve("server"))) {
      HistoryServer server = postgres.database();
      TestPostgres.run(server, "CREATE TABLESPACE small LOCATION '" + space + "'");
      TestPostgres.run(server, "ALTER DATABASE history1 SET default_tablespace = small");
      try (DayStore store =
          DayStore.onServer(server, root.resolve("data"), HistoryLimits.DEFAULT)) {
        fillAndFree(store);
      }
    }
  }

  private void fillAndFree(DayStore store) throws Exception {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[7 << 20]);
    HistoryWriter writer = HistoryWriter.manual(store, 40 * BATCH);
    long sequence = 1;
    long now = START;

    for (int i = 0; i < 300 && writer.health().state() == State.RECORDING; i++) {
      writer.offer(PING.batch(sequence, sequence + BATCH - 1));
      sequence += BATCH;
      now = PING.planned(sequence);
      writer.turn(now);
    }

    assertThat(writer.health().state()).isEqualTo(State.PAUSED);
    assertThat(writer.health().reason()).contains("the disk is full");

    for (int i = 0; i < 60; i++) {
      writer.offer(PING.batch(sequence, sequence + BATCH - 1));
      sequence += BATCH;
      now = PING.planned(sequence);
      writer.turn(now);
    }
    HistoryHealth full = writer.health();
    assertThat(full.offered()).isEqualTo(sequence - 1);
    assertThat(full.offered()).isEqualTo(full.written() + full.dropped() + full.queued());
    assertThat(full.dropped()).isPositive();

    Files.delete(ballast);
    for (int i = 0; i < 30; i++) {
      now += SECOND;
      writer.turn(now);
    }
    writer.offer(PING.batch(sequence, sequence + BATCH - 1));
    writer.turn(now + SECOND);
    settle(store, now + 10 * MINUTE);

    HistoryHealth freed = writer.health();
    assertThat(freed.state()).isEqualTo(State.RECORDING);
    assertThat(freed.queued()).isZero();
    List<Sample> kept =
        store.reader().samples(PING.id(), START, now + 10 * MINUTE, Integer.MAX_VALUE).samples();
    assertThat(kept).hasSize((int) freed.written());
    StoreFixture.assertNoneAltered(kept, PING.samples(1, sequence + BATCH - 1));
    List<Gap> gaps = store.reader().series(PING.id(), START, now + MINUTE, 100).gaps();
    assertThat(gaps).extracting(Gap::samples).containsExactly(freed.dropped());
    assertThat(store.damaged()).isZero();
  }

  @Test
  @Proves("D6")
  void readOnlyDiskIsNamed() throws Exception {
    StoreFixture.open(disk.resolve("data")).close();
    Lab.run("mount", "-o", "remount,ro", disk.toString());

    assertThatThrownBy(() -> StoreFixture.open(disk.resolve("data")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Read-only file system");
    assertThatThrownBy(() -> StoreFixture.open(disk.resolve("other")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Read-only file system");
  }
}
