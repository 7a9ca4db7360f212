package io.pingdeck.net;

/// Which slot's tag belongs to the key with which the kernel marks a transmit stamp.
///
/// A ring of the last 16,384 keys, which is more than a socket's error queue can hold back. Keys
/// are consecutive 32-bit numbers that wrap; one that is not in the ring any more is unknown.
public final class TransmitTags {
  private static final int SIZE = 1 << 14;
  private final long[] tags = new long[SIZE];
  private long assigned;

  /// Gives the tag the next key: 0, 1, 2, ...
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

  /// Forgets all; the next key is 0.
  public void clear() {
    assigned = 0;
  }
}
