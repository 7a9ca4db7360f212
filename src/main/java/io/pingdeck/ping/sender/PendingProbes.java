package io.pingdeck.ping.sender;

/// The probes of one connection that wait for their answers, in send order: a growing queue in
/// primitive arrays.
public final class PendingProbes {
  private long[] tokens = new long[16];
  private long[] sequences = new long[16];
  private long[] sentNanos = new long[16];
  private int first;
  private int size;

  public int size() {
    return size;
  }

  public void add(long token, long sequence, long nanos) {
    if (size == tokens.length) {
      tokens = doubled(tokens);
      sequences = doubled(sequences);
      sentNanos = doubled(sentNanos);
      first = 0;
    }
    int i = index(size++);
    tokens[i] = token;
    sequences[i] = sequence;
    sentNanos[i] = nanos;
  }

  /// @param i 0 for the oldest
  public long token(int i) {
    return tokens[index(i)];
  }

  public boolean has(long token) {
    for (int i = 0; i < size; i++) {
      if (token(i) == token) {
        return true;
      }
    }
    return false;
  }

  public long sequence(int i) {
    return sequences[index(i)];
  }

  public long sentNanos(int i) {
    return sentNanos[index(i)];
  }

  public void sent(int i, long nanos) {
    sentNanos[index(i)] = nanos;
  }

  public void removeFirst(int count) {
    first = index(count);
    size -= count;
  }

  public void removeLast() {
    size--;
  }

  public void clear() {
    size = 0;
  }

  private int index(int i) {
    return first + i & tokens.length - 1;
  }

  private long[] doubled(long[] ring) {
    long[] wider = new long[2 * ring.length];
    int toEnd = ring.length - first;
    System.arraycopy(ring, first, wider, 0, toEnd);
    System.arraycopy(ring, 0, wider, toEnd, first);
    return wider;
  }
}
