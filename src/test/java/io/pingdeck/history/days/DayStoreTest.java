package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract for SQLite files.
@Slow
class DayStoreTest extends StoreContract {
  /// G1 treats arrays of half a region as humongous, and its smallest region is a megabyte.
  private static final int HUMONGOUS_BYTES = 1 << 19;

  @TempDir private Path directory;

  @Override
  public DayStore open() throws IOException {
    return StoreFixture.open(directory);
  }

  @Test
  void secondOfVeryManyPingsTakesSeveralRowsOfTheJournal() throws IOException, SQLException {
    int pings = 50_000;
    SampleColumns buffer = new SampleColumns();
    for (long ping = 1; ping <= pings; ping++) {
      new MadeSamples(ping, START, SECOND).addTo(buffer, 1, 1);
    }
    try (DayStore store = open()) {
      store.append(List.of(buffer.toBatch(0, 1)));

      DayFile file = store.storage().files(DayFile.Kind.SAMPLES).getFirst();
      assertThat(longestJournalRow(directory.resolve(file.name())))
          .isBetween(1L, (long) HUMONGOUS_BYTES);
      for (long ping = 1; ping <= pings; ping += 999) {
        assertThat(StoreFixture.all(store, new PingId(ping))).hasSize(1);
      }
    }
  }

  /// Earlier versions wrote a row's pings in order of arrival.
  @Test
  void pingThatComesAgainWhileItsMinuteIsPackedKeepsItsSamples() throws IOException, SQLException {
    long minute = DayFile.minute(START);
    int pings = 2_500;
    VarWriter unsorted = new VarWriter();
    for (long ping : new long[] {pings + 1L, 1}) {
      unsorted.append(block(ping, 1));
    }
    VarWriter sorted = new VarWriter();
    for (long ping = 1; ping <= pings; ping++) {
      sorted.append(block(ping, 2));
    }
    try (DayStore store = open()) {
      store.append(List.of(new MadeSamples(1, START, SECOND).batch(3, 3)));
      DayFile file = store.storage().files(DayFile.Kind.SAMPLES).getFirst();
      try (SampleTables tables =
          new SampleTables(
              store.storage().openForWriting(file), file.name(), new CorruptionLog())) {
        tables.addJournal(minute, unsorted.toBytes());
        tables.addJournal(minute, sorted.toBytes());
        tables.commit();
      }

      StoreFixture.settle(store, START + 10 * MadeSamples.MINUTE);

      assertThat(StoreFixture.journalMinutes(store.storage())).isEmpty();
      assertThat(StoreFixture.all(store, new PingId(1))).hasSize(3);
      assertThat(StoreFixture.all(store, new PingId(2))).hasSize(1);
      assertThat(StoreFixture.all(store, new PingId(pings + 1L))).hasSize(1);
    }
  }

  private static byte[] block(long ping, long sequence) {
    SampleColumns columns = new SampleColumns();
    columns.add(new MadeSamples(ping, START, SECOND).batch(sequence, sequence), 0);
    VarWriter samples = new VarWriter();
    SampleBlock.write(columns, samples);
    VarWriter block = new VarWriter();
    block.unsigned(ping);
    block.unsigned(samples.size());
    block.append(samples);
    return block.toBytes();
  }

  private static long longestJournalRow(Path file) throws SQLException {
    try (Connection connection = Sqlite.openForReading(file).orElseThrow();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT MAX(LENGTH(blocks)) FROM journal")) {
      row.next();
      return row.getLong(1);
    }
  }
}
