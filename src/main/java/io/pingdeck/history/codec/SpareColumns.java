package io.pingdeck.history.codec;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayDeque;

/// A pool of columns and of maps of columns by ping. With many pings, allocating columns anew every
/// second would be a quarter of the program's allocation, and a growing map allocates arrays of
/// megabytes.
public final class SpareColumns {
  private static final int MOST = 100_000;

  /// Columns that a flood has enlarged are not pooled.
  private static final int MOST_ROOM = 16;

  private static final int MOST_MAPS = 2; // more are only needed for late samples

  private final ArrayDeque<PingColumns> spare = new ArrayDeque<>();
  private final ArrayDeque<LongObjectMap<PingColumns>> maps = new ArrayDeque<>();

  /// Takes empty columns.
  public PingColumns take() {
    PingColumns columns = spare.poll();
    return columns == null ? new PingColumns(1) : columns;
  }

  private void put(PingColumns columns) {
    if (columns.sequences.length <= MOST_ROOM && spare.size() < MOST) {
      columns.clear();
      spare.push(columns);
    }
  }

  /// Takes an empty map.
  public LongObjectMap<PingColumns> takeMap() {
    LongObjectMap<PingColumns> map = maps.poll();
    return map == null ? new LongObjectHashMap<>() : map;
  }

  /// Returns a map and the columns in it.
  public void putAll(LongObjectMap<PingColumns> map) {
    map.values().forEach(this::put);
    map.clear();
    if (maps.size() < MOST_MAPS) {
      maps.push(map);
    }
  }
}
