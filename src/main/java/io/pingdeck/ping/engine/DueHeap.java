package io.pingdeck.ping.engine;

import java.util.Arrays;

/// Finds the ping that is due next: a binary heap of slots ordered by time. Each slot stores its
/// position, so that a move costs O(log n).
///
/// Invariants: a parent is never later than its children; `place[heap[i]] == i`; a slot outside the
/// heap has place -1. Times are compared by difference: they may be negative and wrap.
final class DueHeap {
  private int[] heap = new int[16];
  private int size;
  private long[] times = new long[16];
  private int[] place = filled(16);

  boolean isEmpty() {
    return size == 0;
  }

  /// The slot that is due first.
  int first() {
    return heap[0];
  }

  long firstNanos() {
    return times[heap[0]];
  }

  /// Adds a slot, or changes its time.
  void put(int slot, long nanos) {
    ensureRoom(slot);
    if (place[slot] < 0) {
      times[slot] = nanos;
      place[slot] = size;
      heap[size++] = slot;
      up(size - 1);
    } else if (times[slot] != nanos) {
      boolean earlier = nanos - times[slot] < 0;
      times[slot] = nanos;
      if (earlier) {
        up(place[slot]);
      } else {
        down(place[slot]);
      }
    }
  }

  void remove(int slot) {
    int hole = slot < place.length ? place[slot] : -1;
    if (hole < 0) {
      return;
    }
    place[slot] = -1;
    int last = heap[--size];
    if (last != slot) {
      heap[hole] = last;
      place[last] = hole;
      up(hole);
      down(place[last]);
    }
  }

  private void up(int from) {
    int i = from;
    int slot = heap[i];
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (times[slot] - times[heap[parent]] >= 0) {
        break;
      }
      set(i, heap[parent]);
      i = parent;
    }
    set(i, slot);
  }

  private void down(int from) {
    int i = from;
    int slot = heap[i];
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && times[heap[child + 1]] - times[heap[child]] < 0) {
        child++;
      }
      if (times[heap[child]] - times[slot] >= 0) {
        break;
      }
      set(i, heap[child]);
      i = child;
    }
    set(i, slot);
  }

  private void set(int i, int slot) {
    heap[i] = slot;
    place[slot] = i;
  }

  private void ensureRoom(int slot) {
    if (slot >= place.length) {
      int old = place.length;
      int capacity = Math.max(slot + 1, 2 * old);
      times = Arrays.copyOf(times, capacity);
      place = Arrays.copyOf(place, capacity);
      Arrays.fill(place, old, capacity, -1);
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
  }

  private static int[] filled(int size) {
    int[] places = new int[size];
    Arrays.fill(places, -1);
    return places;
  }
}
