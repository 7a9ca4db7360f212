package io.pingdeck.net;

/// Maps the key in a kernel transmit timestamp to the tag of the slot that was sent.
///
/// A ring of the last 16,384 keys, more than a socket's error queue can hold. Keys are consecutive
/// 32-bit numbers that wrap. A key that has left the ring is unknown.
public final class TransmitTags {
  private static final int SIZE = 1 << 14;
  private final long[] tags = new long[SIZE];
  private long assigned;

  /// Assigns the next key to the tag: 0, 1, 2, ...
  public int assign(long tag) {
    int key = (int) assigned++;
    tags[key & SIZE - 1] = tag;
    return key;
  }

  public boolean knows(int key) {
    long age = Integer.toUnsignedLong((int) assigned - 1 - key);
    return age < Math.min(SIZE, assigned);
  }

  public long tag(int key) {
    return tags[key & SIZE - 1];
  }

  /// Forgets all keys; the next one is 0.
  public void clear() {
    assigned = 0;
  }
}
