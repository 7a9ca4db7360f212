package io.pingdeck.history.codec;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.ArrayDeque;

/// A pool of columns and of maps of columns by ping. With many pings, allocating columns anew every
/// second would be a quarter of the program's allocation, and a growing map allocates arrays of
/// megabytes.
public final class SpareColumns {
  private static final int MOST = 100_000;

  /// Columns that a flood has enlarged are not pooled.
  private static final int MOST_ROOM = 16;

  private static final int MOST_MAPS = 2; // more are only needed for late samples

  private final ArrayDeque<SampleColumns> spare = new ArrayDeque<>();
  private final ArrayDeque<LongObjectMap<SampleColumns>> maps = new ArrayDeque<>();

  /// Takes empty columns.
  public SampleColumns take() {
    SampleColumns columns = spare.poll();
    return columns == null ? new SampleColumns(1) : columns;
  }

  private void put(SampleColumns columns) {
    if (columns.sequences.length <= MOST_ROOM && spare.size() < MOST) {
      columns.clear();
      spare.push(columns);
    }
  }

  /// Takes an empty map.
  public LongObjectMap<SampleColumns> takeMap() {
    LongObjectMap<SampleColumns> map = maps.poll();
    return map == null ? new LongObjectHashMap<>() : map;
  }

  /// Returns a map and the columns in it.
  public void putAll(LongObjectMap<SampleColumns> map) {
    map.values().forEach(this::put);
    map.clear();
    if (maps.size() < MOST_MAPS) {
      maps.push(map);
    }
  }
}
