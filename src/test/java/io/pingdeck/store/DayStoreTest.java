package io.pingdeck.store;

import static io.pingdeck.store.MadeSamples.SECOND;
import static io.pingdeck.store.MadeSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.probe.PingId;
import io.pingdeck.probe.SampleBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In SQLite's files.
class DayStoreTest extends StoreContract {
  /// G1 treats arrays of half a region as humongous, and its smallest region is a megabyte.
  private static final int HUMONGOUS_BYTES = 1 << 19;

  @TempDir private Path directory;

  @Override
  DayStore open() throws IOException {
    return StoreFixture.open(directory);
  }

  @Test
  void secondOfVeryManyPingsTakesSeveralRowsOfTheJournal() throws IOException, SQLException {
    int pings = 50_000;
    SampleBuffer buffer = new SampleBuffer();
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

  private static long longestJournalRow(Path file) throws SQLException {
    try (Connection connection = Sqlite.openForReading(file).orElseThrow();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT MAX(LENGTH(blocks)) FROM journal")) {
      row.next();
      return row.getLong(1);
    }
  }
}
