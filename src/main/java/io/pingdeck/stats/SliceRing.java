package io.pingdeck.stats;

/// The newest slices of a ping's time, all of the same width, by the time probes were sent. Those
/// without a probe do not exist. Those whose probes are decided are packed.
final class SliceRing {
  /// So long after a slice is over the probes sent in it are decided, but for long timeouts.
  private static final long DECIDED_NANOS = 30_000_000_000L;

  /// Sees a slice and the instant it begins.
  @FunctionalInterface
  interface Visitor {
    void slice(long beginsEpochNanos, Slice slice);
  }

  private final long widthNanos;
  private final Visitor over;
  private final Slice[] slices;
  private final long[] indices;
  private long newest = Long.MIN_VALUE;
  private long packsAt = Long.MAX_VALUE;

  /// @param count how many slices make the window
  /// @param over sees each slice that leaves
  SliceRing(long widthNanos, int count, Visitor over) {
    this.widthNanos = widthNanos;
    this.over = over;
    this.slices = new Slice[count];
    this.indices = new long[count];
  }

  /// Whether the slice of an instant is one of those that are held, or would be.
  boolean reaches(long epochNanos) {
    return newest == Long.MIN_VALUE || index(epochNanos) > newest - slices.length;
  }

  /// The slice of an instant that is reached.
  Slice at(long epochNanos) {
    long index = index(epochNanos);
    int slot = slot(index);
    if (index > newest) {
      pack(index - 1);
      newest = index;
      packsAt = index * widthNanos + DECIDED_NANOS;
    }
    if (epochNanos >= packsAt) {
      packsAt = Long.MAX_VALUE;
      pack(newest);
    }
    if (slices[slot] != null && indices[slot] != index) {
      leave(slot);
    }
    if (slices[slot] == null) {
      slices[slot] = new Slice();
      indices[slot] = index;
    }
    return slices[slot];
  }

  /// The clock was set back: what was is over.
  void restart() {
    for (int slot = 0; slot < slices.length; slot++) {
      if (slices[slot] != null) {
        leave(slot);
      }
    }
    newest = Long.MIN_VALUE;
  }

  private void leave(int slot) {
    Slice slice = slices[slot];
    slices[slot] = null;
    over.slice(indices[slot] * widthNanos, slice);
  }

  private void pack(long before) {
    for (int slot = 0; slot < slices.length; slot++) {
      if (slices[slot] != null && indices[slot] < before) {
        slices[slot].pack();
      }
    }
  }

  /// Where the window that ends with an instant begins.
  long windowStart(long endEpochNanos) {
    return (index(endEpochNanos) - slices.length + 1) * widthNanos;
  }

  /// Sees the slices of the window that ends with an instant, oldest first.
  void forEach(long endEpochNanos, Visitor visitor) {
    long last = index(endEpochNanos);
    for (long index = last - slices.length + 1; index <= last; index++) {
      int slot = slot(index);
      if (slices[slot] != null && indices[slot] == index) {
        visitor.slice(index * widthNanos, slices[slot]);
      }
    }
  }

  /// Sees every slice that is held from an instant on, also such as are older than the window.
  void forEachSince(long epochNanos, Visitor visitor) {
    for (int slot = 0; slot < slices.length; slot++) {
      if (slices[slot] != null && indices[slot] * widthNanos >= epochNanos) {
        visitor.slice(indices[slot] * widthNanos, slices[slot]);
      }
    }
  }

  private long index(long epochNanos) {
    return Math.floorDiv(epochNanos, widthNanos);
  }

  private int slot(long index) {
    return Math.floorMod(index, slices.length);
  }
}
