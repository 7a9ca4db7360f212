package io.pingdeck.alert.engine;

import java.util.Arrays;

/// The newest losses of a ping, which an outcome after the timeout may correct.
final class RecentLosses {
  private static final int KEPT = 64;

  private final long[] sequences = new long[KEPT];
  private final long[] indices = new long[KEPT];
  private final long[] times = new long[KEPT];
  private int next;

  RecentLosses() {
    Arrays.fill(sequences, -1);
  }

  void add(long sequence, long index, long now) {
    sequences[next] = sequence;
    indices[next] = index;
    times[next] = now;
    next = (next + 1) % KEPT;
  }

  /// Takes out a loss.
  ///
  /// @return its place; -1 if it is not known
  int take(long sequence) {
    for (int i = 0; i < KEPT; i++) {
      if (sequences[i] == sequence) {
        sequences[i] = -1;
        return i;
      }
    }
    return -1;
  }

  long index(int place) {
    return indices[place];
  }

  long time(int place) {
    return times[place];
  }
}
