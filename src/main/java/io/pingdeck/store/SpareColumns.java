package io.pingdeck.store;

import java.util.ArrayDeque;

/// Columns that were used and serve again. With many pings those for a second's samples would be a
/// quarter of what the program allocates.
final class SpareColumns {
  private static final int MOST = 100_000;

  /// What a flood has filled is not held.
  private static final int MOST_ROOM = 16;

  private final ArrayDeque<PingColumns> spare = new ArrayDeque<>();

  /// Empty ones.
  PingColumns take() {
    PingColumns columns = spare.poll();
    return columns == null ? new PingColumns(1) : columns;
  }

  void put(PingColumns columns) {
    if (columns.sequences.length <= MOST_ROOM && spare.size() < MOST) {
      columns.clear();
      spare.push(columns);
    }
  }
}
