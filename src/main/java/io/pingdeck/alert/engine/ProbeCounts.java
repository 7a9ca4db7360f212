package io.pingdeck.alert.engine;

/// The newest probes, in windows of equal numbers.
final class ProbeCounts implements Counts {
  private final int length;
  private final byte[] ring;
  private final int[] bad;
  private final int[] notClear;
  private long added;

  /// @param length probes per window
  ProbeCounts(int length, int windows) {
    this.length = length;
    ring = new byte[length * windows];
    bad = new int[windows];
    notClear = new int[windows];
  }

  @Override
  public void add(long index, int bits, long now) {
    // Each window hands its oldest probe to the next one.
    for (int window = bad.length - 1; window >= 0; window--) {
      long leaving = added - (long) (window + 1) * length;
      if (leaving >= 0) {
        int code = ring[(int) (leaving % ring.length)];
        count(window, code, -1);
        if (window + 1 < bad.length) {
          count(window + 1, code, 1);
        }
      }
    }
    ring[(int) (added % ring.length)] = (byte) bits;
    count(0, bits, 1);
    added++;
  }

  private void count(int window, int bits, int by) {
    bad[window] += (bits & BAD) == 0 ? 0 : by;
    notClear[window] += (bits & NOT_CLEAR) == 0 ? 0 : by;
  }

  @Override
  public void change(long index, long addedAt, int before, int after, long now) {
    long back = added - 1 - index;
    if (index < 0 || back < 0 || back >= Math.min(added, ring.length)) {
      return;
    }
    int at = (int) (index % ring.length);
    int window = (int) (back / length);
    count(window, ring[at], -1);
    ring[at] = (byte) after;
    count(window, after, 1);
  }

  @Override
  public boolean isFull(int window, long now) {
    return added >= (long) (window + 1) * length;
  }

  @Override
  public long counted(int window, long now) {
    return Math.clamp(added - (long) window * length, 0, length);
  }

  @Override
  public long bad(int window, long now) {
    return bad[window];
  }

  @Override
  public long notClear(int window, long now) {
    return notClear[window];
  }
}
