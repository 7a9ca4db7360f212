package io.pingdeck.history.codec;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayDeque;

/// Columns that were used and serve again, and maps that held them by ping. With many pings those
/// for a second's samples would be a quarter of what the program allocates, and a map that grows
/// anew each second makes arrays of megabytes.
public final class SpareColumns {
  private static final int MOST = 100_000;

  /// What a flood has filled is not held.
  private static final int MOST_ROOM = 16;

  private static final int MOST_MAPS = 2; // more for late ones; they may grow anew

  private final ArrayDeque<PingColumns> spare = new ArrayDeque<>();
  private final ArrayDeque<LongObjectMap<PingColumns>> maps = new ArrayDeque<>();

  /// Empty ones.
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

  /// An empty one.
  public LongObjectMap<PingColumns> takeMap() {
    LongObjectMap<PingColumns> map = maps.poll();
    return map == null ? new LongObjectHashMap<>() : map;
  }

  /// A map and the columns in it.
  public void putAll(LongObjectMap<PingColumns> map) {
    map.values().forEach(this::put);
    map.clear();
    if (maps.size() < MOST_MAPS) {
      maps.push(map);
    }
  }
}
