package io.pingdeck.history.days;

import io.netty.util.collection.LongObjectMap;
import io.netty.util.collection.LongObjectMap.PrimitiveEntry;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.history.codec.SpareColumns;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Samples of one day that are to be written to its journal, sorted by minute and ping.
final class Journal {
  /// A row that reaches this size is full; many pings take several rows. Byte arrays of half a
  /// megabyte and more cause a GC pause each time they are allocated.
  private static final int ROW_BYTES = 128 << 10;

  private final SpareColumns spare;
  private final Map<Long, LongObjectMap<SampleColumns>> minutes = new LinkedHashMap<>();

  Journal(SpareColumns spare) {
    this.spare = spare;
  }

  void add(long minute, SampleBatch batch, int i) {
    LongObjectMap<SampleColumns> pings = minutes.computeIfAbsent(minute, _ -> spare.takeMap());
    SampleColumns columns = pings.get(batch.ping(i));
    if (columns == null) {
      columns = spare.take();
      pings.put(batch.ping(i), columns);
    }
    SampleBlock.add(columns, batch, i);
  }

  void write(SampleTables tables) throws SQLException {
    for (Map.Entry<Long, LongObjectMap<SampleColumns>> minute : minutes.entrySet()) {
      write(tables, minute.getKey(), minute.getValue());
    }
  }

  private static void write(SampleTables tables, long minute, LongObjectMap<SampleColumns> pings)
      throws SQLException {
    VarWriter row = new VarWriter();
    VarWriter block = new VarWriter();
    for (long ping : sorted(pings)) {
      block.clear();
      SampleBlock.write(pings.get(ping), block);
      row.unsigned(ping);
      row.unsigned(block.size());
      row.append(block);
      if (row.size() >= ROW_BYTES) {
        tables.addJournal(minute, row.toBytes());
        row.clear();
      }
    }
    if (row.size() > 0) {
      tables.addJournal(minute, row.toBytes());
    }
  }

  private static long[] sorted(LongObjectMap<SampleColumns> pings) {
    long[] sorted = new long[pings.size()];
    int i = 0;
    for (PrimitiveEntry<SampleColumns> entry : pings.entries()) {
      sorted[i++] = entry.key();
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /// Call when the content is on the disk.
  void clear() {
    minutes.values().forEach(spare::putAll);
    minutes.clear();
  }
}
