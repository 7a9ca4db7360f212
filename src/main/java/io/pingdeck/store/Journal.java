package io.pingdeck.store;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.netty.util.collection.LongObjectMap.PrimitiveEntry;
import io.pingdeck.probe.SampleBatch;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Samples of one day on their way into its journal, sorted by minute and ping.
final class Journal {
  private final SpareColumns spare;
  private final Map<Long, LongObjectMap<PingColumns>> minutes = new LinkedHashMap<>();

  Journal(SpareColumns spare) {
    this.spare = spare;
  }

  void add(long minute, SampleBatch batch, int i) {
    LongObjectMap<PingColumns> pings =
        minutes.computeIfAbsent(minute, m -> new LongObjectHashMap<>());
    PingColumns columns = pings.get(batch.ping(i));
    if (columns == null) {
      columns = spare.take();
      pings.put(batch.ping(i), columns);
    }
    columns.add(batch, i);
  }

  void write(SampleTables tables) throws SQLException {
    for (Map.Entry<Long, LongObjectMap<PingColumns>> minute : minutes.entrySet()) {
      tables.addJournal(minute.getKey(), blocks(minute.getValue()));
    }
  }

  private byte[] blocks(LongObjectMap<PingColumns> pings) {
    VarWriter out = new VarWriter();
    VarWriter block = new VarWriter();
    for (long ping : sorted(pings)) {
      block.clear();
      SampleBlock.write(pings.get(ping), block);
      out.unsigned(ping);
      out.unsigned(block.size());
      out.append(block);
    }
    return out.toBytes();
  }

  private static long[] sorted(LongObjectMap<PingColumns> pings) {
    long[] sorted = new long[pings.size()];
    int i = 0;
    for (PrimitiveEntry<PingColumns> entry : pings.entries()) {
      sorted[i++] = entry.key();
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /// What it held is on the disk.
  void clear() {
    minutes.values().forEach(pings -> pings.values().forEach(spare::put));
    minutes.clear();
  }
}
