package io.pingdeck.stats;

import java.util.Arrays;

/// The newest slices of a ping's time, all of the same width, by the send time of probes. Slices
/// without a probe do not exist. Those before the newest are packed.
final class SliceRing {
  private static final long EMPTY = Long.MIN_VALUE;

  /// Receives a slice and its start.
  @FunctionalInterface
  interface Visitor {
    void slice(long beginsEpochNanos, WindowSlice slice);
  }

  private final long widthNanos;
  private final Visitor leaving;
  private final WindowSlice[] slices; // unused slices are kept for reuse
  private final long[] indices;
  private long newest = EMPTY;

  /// @param count number of slices in the window
  /// @param leaving receives each slice that leaves; it is cleared afterwards
  SliceRing(long widthNanos, int count, Visitor leaving) {
    this.widthNanos = widthNanos;
    this.leaving = leaving;
    this.slices = new WindowSlice[count];
    this.indices = new long[count];
    Arrays.fill(indices, EMPTY);
  }

  /// Whether the slice of an instant is within the window. A slice that has left is not.
  boolean reaches(long epochNanos) {
    return newest == EMPTY || index(epochNanos) > newest - slices.length;
  }

  /// The slice of an instant within the window.
  WindowSlice at(long epochNanos) {
    long index = index(epochNanos);
    int slot = Math.floorMod(index, slices.length);
    if (slices[slot] == null) {
      slices[slot] = new WindowSlice();
    }
    if (index > newest) {
      newest = index;
      leaveOld();
      packFor(slices[slot]);
    }
    indices[slot] = index;
    return slices[slot];
  }

  private void leaveOld() {
    for (int slot = 0; slot < slices.length; slot++) {
      if (indices[slot] != EMPTY && indices[slot] <= newest - slices.length) {
        leave(slot);
      }
    }
  }

  private void packFor(WindowSlice next) {
    for (int slot = 0; slot < slices.length; slot++) {
      if (indices[slot] != EMPTY) {
        slices[slot].packFor(next);
      }
    }
  }

  /// The clock was set back: all slices leave.
  void restart() {
    for (int slot = 0; slot < slices.length; slot++) {
      if (indices[slot] != EMPTY) {
        leave(slot);
      }
    }
    newest = EMPTY;
  }

  private void leave(int slot) {
    leaving.slice(indices[slot] * widthNanos, slices[slot]);
    indices[slot] = EMPTY;
    slices[slot].clear();
  }

  /// Start of the window that ends at an instant.
  long windowStart(long endEpochNanos) {
    return (index(endEpochNanos) - slices.length + 1) * widthNanos;
  }

  /// Visits the slices that begin within a span, both ends included.
  void forEach(long fromEpochNanos, long toEpochNanos, Visitor visitor) {
    for (int slot = 0; slot < slices.length; slot++) {
      long begins = indices[slot] * widthNanos;
      if (indices[slot] != EMPTY && begins >= fromEpochNanos && begins <= toEpochNanos) {
        visitor.slice(begins, slices[slot]);
      }
    }
  }

  private long index(long epochNanos) {
    return Math.floorDiv(epochNanos, widthNanos);
  }
}
