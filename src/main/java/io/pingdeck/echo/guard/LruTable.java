package io.pingdeck.echo.guard;

import io.pingdeck.base.Hashing;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// Assigns slots (small numbers) to a bounded number of keys; callers keep their state in arrays
/// indexed by slot. A hash table of primitive arrays that double in size up to the bound.
///
/// When the table is full, it evicts the least recently seen key. There are two generations: a key
/// seen once is a stranger, a key seen again is known, and strangers are evicted first. A flood of
/// forged sources thus evicts only others like it, and regular clients stay. Known keys use at most
/// half of the table.
final class LruTable {
  private static final int NONE = -1;
  private static final int STRANGERS = 0;
  private static final int KNOWN = 1;
  private static final int FIRST_CAPACITY = 64;

  private final int maxSize;
  // Random, so that an attacker cannot choose keys that collide.
  private final long salt = ThreadLocalRandom.current().nextLong();
  private final int[] newest = {NONE, NONE};
  private final int[] oldest = {NONE, NONE};
  private final int[] count = new int[2];
  private int size;
  private long[] high;
  private long[] low;
  private int[] third;
  private int[] newer;
  private int[] older;
  private byte[] generation;
  private int[] nextInBucket;
  private int[] buckets;
  private boolean fresh;

  LruTable(int maxSize) {
    this.maxSize = maxSize;
    resize(Math.min(maxSize, FIRST_CAPACITY));
  }

  /// Finds or assigns the slot of a key; [#isFresh()] then says which. State that the caller holds
  /// for a fresh slot belongs to an evicted key.
  int touch(long keyHigh, long keyLow, int keyThird) {
    int latest = newest[KNOWN];
    if (latest != NONE && is(latest, keyHigh, keyLow, keyThird)) { // the common case in a flood
      fresh = false;
      return latest;
    }
    int slot = find(keyHigh, keyLow, keyThird);
    fresh = slot == NONE;
    if (fresh) {
      slot = vacantSlot();
      high[slot] = keyHigh;
      low[slot] = keyLow;
      third[slot] = keyThird;
      enterBucket(slot);
      link(slot, STRANGERS);
    } else {
      unlink(slot);
      link(slot, KNOWN);
      if (count[KNOWN] > maxSize / 2) {
        int demoted = oldest[KNOWN];
        unlink(demoted);
        link(demoted, STRANGERS);
      }
    }
    return slot;
  }

  /// Whether the last touch added a key that was not in the table.
  boolean isFresh() {
    return fresh;
  }

  /// Upper bound of slot numbers, exclusive.
  int capacity() {
    return high.length;
  }

  int size() {
    return size;
  }

  private int find(long keyHigh, long keyLow, int keyThird) {
    int slot = buckets[bucket(keyHigh, keyLow, keyThird)];
    while (slot != NONE && !is(slot, keyHigh, keyLow, keyThird)) {
      slot = nextInBucket[slot];
    }
    return slot;
  }

  private boolean is(int slot, long keyHigh, long keyLow, int keyThird) {
    return low[slot] == keyLow && high[slot] == keyHigh && third[slot] == keyThird;
  }

  private int vacantSlot() {
    if (size < maxSize) {
      if (size == capacity()) {
        resize(Math.min(maxSize, 2 * capacity()));
      }
      return size++;
    }
    int slot = oldest[STRANGERS] == NONE ? oldest[KNOWN] : oldest[STRANGERS];
    unlink(slot);
    leaveBucket(slot);
    return slot;
  }

  private void resize(int capacity) {
    high = high == null ? new long[capacity] : Arrays.copyOf(high, capacity);
    low = low == null ? new long[capacity] : Arrays.copyOf(low, capacity);
    third = third == null ? new int[capacity] : Arrays.copyOf(third, capacity);
    newer = newer == null ? new int[capacity] : Arrays.copyOf(newer, capacity);
    older = older == null ? new int[capacity] : Arrays.copyOf(older, capacity);
    generation = generation == null ? new byte[capacity] : Arrays.copyOf(generation, capacity);
    nextInBucket = new int[capacity];
    buckets = new int[Integer.highestOneBit(capacity) * 2];
    Arrays.fill(buckets, NONE);
    for (int slot = 0; slot < size; slot++) {
      enterBucket(slot);
    }
  }

  private int bucket(long keyHigh, long keyLow, int keyThird) {
    long hash = Hashing.of(Hashing.of(keyHigh ^ salt) ^ keyLow);
    return (int) Hashing.of(hash ^ keyThird) & buckets.length - 1;
  }

  private void enterBucket(int slot) {
    int bucket = bucket(high[slot], low[slot], third[slot]);
    nextInBucket[slot] = buckets[bucket];
    buckets[bucket] = slot;
  }

  private void leaveBucket(int slot) {
    int bucket = bucket(high[slot], low[slot], third[slot]);
    if (buckets[bucket] == slot) {
      buckets[bucket] = nextInBucket[slot];
      return;
    }
    int before = buckets[bucket];
    while (nextInBucket[before] != slot) {
      before = nextInBucket[before];
    }
    nextInBucket[before] = nextInBucket[slot];
  }

  private void link(int slot, int list) {
    generation[slot] = (byte) list;
    newer[slot] = NONE;
    older[slot] = newest[list];
    if (newest[list] == NONE) {
      oldest[list] = slot;
    } else {
      newer[newest[list]] = slot;
    }
    newest[list] = slot;
    count[list]++;
  }

  private void unlink(int slot) {
    int list = generation[slot];
    if (newer[slot] == NONE) {
      newest[list] = older[slot];
    } else {
      older[newer[slot]] = older[slot];
    }
    if (older[slot] == NONE) {
      oldest[list] = newer[slot];
    } else {
      newer[older[slot]] = newer[slot];
    }
    count[list]--;
  }
}
