package io.pingdeck.alert.engine;

/// Positions in a ring of steps of live time, of which the running one is the newest.
final class Steps {
  /// Steps per window.
  static final int PER_WINDOW = 12;

  private static final long NEVER = Long.MIN_VALUE;

  private final long stepNanos;
  private final int size;
  private long newest = NEVER;
  private long nextAt = NEVER; // end of the newest step
  private int position; // of the newest step
  private long startedAt = NEVER;

  /// Clears a position of the ring for a new step.
  @FunctionalInterface
  interface Cleaner {
    void clear(int position);
  }

  Steps(long windowNanos, int windows) {
    stepNanos = Math.max(1, windowNanos / PER_WINDOW);
    size = PER_WINDOW * windows;
  }

  int size() {
    return size;
  }

  /// The first sample arrives now.
  void start(long now) {
    if (startedAt == NEVER) {
      startedAt = now;
    }
  }

  /// Moves on to the step of now.
  ///
  /// @return its position
  int advance(long now, Cleaner cleaner) {
    if (now < nextAt && now >= nextAt - stepNanos) {
      return position;
    }
    long step = now / stepNanos;
    if (newest == NEVER) {
      newest = step;
    }
    for (long cleared = Math.max(newest + 1, step - size + 1); cleared <= step; cleared++) {
      cleaner.clear((int) (cleared % size));
    }
    newest = Math.max(newest, step);
    nextAt = (newest + 1) * stepNanos;
    position = (int) (newest % size);
    return position;
  }

  /// The position of an earlier moment; -1 if it is no longer in the ring.
  int position(long at) {
    long step = at / stepNanos;
    return newest == NEVER || step > newest || step <= newest - size ? -1 : (int) (step % size);
  }

  /// Position of a step of a window. There may be none so early, which is empty.
  ///
  /// @param back 0 for the newest step of the window
  int position(int window, int back) {
    int at = position - window * PER_WINDOW - back;
    return at < 0 ? at + size : at;
  }

  boolean isFull(int window, long now) {
    return startedAt != NEVER
        && now - startedAt >= ((long) (window + 1) * PER_WINDOW - 1) * stepNanos;
  }

  /// Share of the newest window since the first sample, 0-1.
  double covered(long now) {
    return startedAt == NEVER
        ? 0
        : Math.min(1, (now - startedAt + 1) / ((double) stepNanos * PER_WINDOW));
  }
}
