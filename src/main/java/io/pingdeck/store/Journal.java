package io.pingdeck.store;

import io.pingdeck.probe.SampleBatch;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Samples of one day on their way into its journal, sorted by minute and ping.
final class Journal {
  private final Map<Long, Map<Long, PingColumns>> minutes = new LinkedHashMap<>();

  void add(long minute, SampleBatch batch, int i) {
    minutes
        .computeIfAbsent(minute, m -> new LinkedHashMap<>())
        .computeIfAbsent(batch.ping(i), p -> new PingColumns())
        .add(batch, i);
  }

  void write(SampleTables tables) throws SQLException {
    for (Map.Entry<Long, Map<Long, PingColumns>> minute : minutes.entrySet()) {
      tables.addJournal(minute.getKey(), blocks(minute.getValue()));
    }
  }

  private static byte[] blocks(Map<Long, PingColumns> pings) {
    VarWriter out = new VarWriter();
    VarWriter block = new VarWriter();
    pings.forEach((ping, columns) -> {
      block.clear();
      SampleBlock.write(columns, block);
      out.unsigned(ping);
      out.unsigned(block.size());
      out.append(block);
    });
    return out.toBytes();
  }
}
