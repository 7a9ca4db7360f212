package io.pingdeck.history.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.sqlite.Sqlite;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.testing.Proves;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data in the first format can still be read.
class OlderFormatTest {
  private static final int MARK = 0x50440000;

  @TempDir private Path directory;

  @Test
  @Proves("D11")
  void aFileOfTheFirstFormatIsReadAndBecomesOneOfOursByWriting() throws Exception {
    Path file = directory.resolve("rollups-2026-01-01.db");
    try (Connection connection = Sqlite.openForWriting(file, Sqlite.schema(Kind.ROLLUPS));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 1");
      statement.execute("PRAGMA application_id = " + (MARK | 1));
      connection.commit();
    }

    CorruptionLog damage = new CorruptionLog();
    DataDirectory.take(directory, damage).close();
    assertThat(damage.blocks()).isZero();
    Sqlite.openForReading(file).orElseThrow().close();
    assertThat(version(file)).isEqualTo(1);

    Sqlite.openForWriting(file, Sqlite.schema(Kind.ROLLUPS)).close();
    assertThat(version(file)).isEqualTo(Sqlite.FORMAT);
  }

  @Test
  void countersThatAnOlderVersionDidNotKnowAreZero() {
    VarWriter out = new VarWriter();
    for (int i = 1; i <= 16; i++) {
      out.unsigned(i);
    }

    PingCounters counters = PingBytes.counters(new VarReader(out.toBytes()));

    assertThat(counters.conflicts()).isEqualTo(16);
    assertThat(counters.count(Outcome.UNEXPECTED)).isZero();
    assertThat(counters.count(Outcome.MALFORMED)).isZero();
  }

  private static int version(Path file) throws SQLException {
    try (Connection connection = Sqlite.openForReading(file).orElseThrow();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
