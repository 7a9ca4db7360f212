package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.DAY;
import static io.pingdeck.history.days.MadeSamples.HOUR;
import static io.pingdeck.history.days.MadeSamples.MINUTE;
import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static io.pingdeck.history.days.StoreFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.history.HistoryWriter;
import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.api.HistoryHealth.State;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistoryServer;
import io.pingdeck.ping.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real PostgreSQL server, and the samples when that server is stopped, killed,
/// full or in use by another process.
@Timeout(value = 30, unit = TimeUnit.MINUTES) // for as many kills as DurabilityIT
class PostgresStoreIT extends StoreContract {
  private static final MadeSamples PING = new MadeSamples(7, START, SECOND);
  private static final int KILLS = Integer.getInteger("pingdeck.crashes", 5);

  @TempDir private static Path data;
  private static TestPostgres postgres;

  @TempDir private Path directory;
  private HistoryServer server;

  @BeforeAll
  static void startServer() throws IOException {
    postgres = TestPostgres.start(data);
  }

  @AfterAll
  static void stopServer() {
    postgres.close();
  }

  @BeforeEach
  void database() throws SQLException {
    server = postgres.database();
  }

  @Override
  public DayStore open() throws IOException {
    return DayStore.onServer(server, directory, HistoryLimits.DEFAULT);
  }

  @Test
  void daysArePartitionsAndTheOldestAreDropped() throws Exception {
    HistoryLimits limits = new HistoryLimits(2, 4, 1L << 30);
    try (DayStore store = DayStore.onServer(server, directory, limits)) {
      for (int day = 0; day < 6; day++) {
        MadeSamples ping = new MadeSamples(7, START + day * DAY, SECOND);
        store.append(List.of(ping.batch(1, 300)));
        settle(store, START + (day + 1) * DAY - 3 * MINUTE);
        settle(store, START + (day + 1) * DAY - MINUTE);
      }

      assertThat(partitions("chunk")).containsExactly("chunk_2026_01_05", "chunk_2026_01_06");
      assertThat(partitions("journal")).containsExactly("journal_2026_01_05", "journal_2026_01_06");
      assertThat(partitions("hours")).hasSize(4).contains("hours_2026_01_03");
      assertThat(store.size().bytes()).isPositive();
      assertThat(store.reader().series(PING.id(), START, START + 6 * DAY, 6).buckets())
          .extracting(HistoryBucket::hasNoData)
          .containsExactly(true, true, false, false, false, false);
    }
  }

  private List<String> partitions(String table) throws SQLException {
    return TestPostgres.query(
        server,
        "SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid WHERE inhparent ="
            + " 'pingdeck."
            + table
            + "'::regclass AND relispartition ORDER BY relname");
  }

  @Test
  void anyoneCanAskTheServerForAllDaysAtOnce() throws Exception {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 120)));
      store.append(List.of(new MadeSamples(7, START + DAY, SECOND).batch(121, 240)));
      settle(store, START + 2 * DAY);
    }

    assertThat(TestPostgres.query(server, "SELECT sum(samples) FROM pingdeck.chunk"))
        .containsExactly("240");
  }

  @Test
  void samplesWaitForAServerThatIsAwayAndNoneIsLost() throws Exception {
    try (DayStore store = open()) {
      HistoryWriter writer = HistoryWriter.manual(store, 10_000);
      writer.offer(PING.batch(1, 100));
      writer.turn(START + 100 * SECOND);
      postgres.stop();
      for (int i = 1; i < 20; i++) {
        writer.offer(PING.batch(i * 100 + 1, i * 100 + 100));
        writer.turn(START + (i + 1) * 100 * SECOND);
      }

      assertThat(writer.health().state()).isEqualTo(State.PAUSED);
      assertThat(writer.health().reason()).contains("postgresql://127.0.0.1").contains("answer");
      assertThat(writer.health().queued()).isEqualTo(1900);
      assertThatThrownBy(() -> store.reader().series(PING.id(), START, START + HOUR, 10))
          .hasMessageContaining("cannot reach postgresql://127.0.0.1");
      postgres.startAgain();
      writer.turn(START + HOUR);
      writer.turn(START + HOUR + 20 * SECOND);

      assertThat(writer.health().state()).isEqualTo(State.RECORDING);
      assertThat(StoreFixture.all(store, PING.id())).isEqualTo(PING.samples(1, 2000));
    }
  }

  @Test
  void whatDoesNotFitWhileTheServerIsAwayIsOneGap() throws Exception {
    try (DayStore store = open()) {
      HistoryWriter writer = HistoryWriter.manual(store, 500);
      writer.offer(PING.batch(1, 100));
      writer.turn(START + 100 * SECOND);
      postgres.stop();
      for (int i = 1; i < 20; i++) {
        writer.offer(PING.batch(i * 100 + 1, i * 100 + 100));
        writer.turn(START + (i + 1) * 100 * SECOND);
      }
      postgres.startAgain();
      writer.turn(START + HOUR);
      writer.turn(START + HOUR + 20 * SECOND);

      assertThat(StoreFixture.all(store, PING.id())).isEqualTo(PING.samples(1, 600));
      assertThat(store.reader().series(PING.id(), START, START + HOUR, 10).gaps())
          .extracting(Gap::samples)
          .containsExactly(1400L);
    }
  }

  @Test
  void killedServerHasWhatItAcknowledged() throws Exception {
    Random random = new Random(1);
    long acknowledged = 0;
    try (DayStore store = open()) {
      for (int kill = 0; kill < KILLS; kill++) {
        for (int batch = random.nextInt(200); batch >= 0; batch--) {
          append(store, acknowledged + 1);
          acknowledged += 10;
          store.maintain(PING.planned(acknowledged));
        }
        postgres.kill();
        long next = acknowledged + 1;
        assertThatThrownBy(() -> append(store, next)).isInstanceOf(IOException.class);
        postgres.startAgain();
      }
      settle(store, PING.planned(acknowledged) + HOUR);

      assertThat(all(store, acknowledged)).isEqualTo(PING.samples(1, acknowledged));
    }
  }

  /// As with files: no acknowledged sample is missing, at most one batch is additional, and the
  /// next writer gets access at once.
  @Test
  void whatIsAcknowledgedSurvivesEveryKillOfTheWriter() throws Exception {
    Random random = new Random(42);
    long kept = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged;
      try (WriterProcess writer =
          WriterProcess.start(List.of(), directory, kept + 1, server.url(), "postgres")) {
        acknowledged = writer.killAfter(1 + random.nextInt(400));
      }
      try (DayStore store = open()) {
        kept = CrashingWriter.lastWithoutHole(store);
        assertThat(kept).isBetween(acknowledged, acknowledged + CrashingWriter.BATCH);
        assertThat(store.damaged()).isZero();
      }
    }

    assertThat(kept).isPositive();
  }

  private static void append(DayStore store, long first) throws IOException {
    store.append(List.of(PING.batch(first, first + 9)));
  }

  private static List<Sample> all(DayStore store, long last) throws IOException {
    return store
        .reader()
        .samples(PING.id(), START, PING.planned(last) + HOUR, Integer.MAX_VALUE)
        .samples();
  }

  @Test
  void secondWriterOnTheSameDatabaseIsRefusedUntilTheFirstIsGone(@TempDir Path other)
      throws Exception {
    DayStore first = open();
    first.append(List.of(PING.batch(1, 10)));
    try (DayStore second = DayStore.onServer(server, other, HistoryLimits.DEFAULT)) {
      assertThatThrownBy(() -> second.append(List.of(PING.batch(11, 20))))
          .hasMessageContaining("another Pingdeck writes there");
      first.append(List.of(PING.batch(11, 20)));
      first.close();
      second.append(List.of(PING.batch(21, 30)));

      assertThat(StoreFixture.all(second, PING.id())).isEqualTo(PING.samples(1, 30));
    }
  }

  @Test
  void newerFormatIsRefusedAndLeftAlone() throws Exception {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 10)));
    }
    TestPostgres.run(server, "UPDATE pingdeck.format SET version = 99");
    try (DayStore store = open()) {
      assertThatThrownBy(() -> store.append(List.of(PING.batch(11, 20))))
          .hasMessageContaining("a newer version of Pingdeck");
    }

    assertThat(TestPostgres.query(server, "SELECT count(*) FROM pingdeck.journal"))
        .containsExactly("1");
  }

  @Test
  void refusedPasswordIsSaidWithoutRepeatingIt() throws Exception {
    HistoryServer nobody =
        new HistoryServer(
            server.url() + "?sslmode=disable", Optional.of("nobody"), Optional.of("hush-hush"));
    try (DayStore store = DayStore.onServer(nobody, directory, HistoryLimits.DEFAULT)) {
      assertThatThrownBy(() -> store.append(List.of(PING.batch(1, 10))))
          .hasMessageContaining("refuses the user or the password")
          .hasMessageNotContaining("hush-hush");
    }
  }
}
