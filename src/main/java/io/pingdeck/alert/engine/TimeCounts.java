package io.pingdeck.alert.engine;

import static io.pingdeck.alert.engine.Steps.PER_WINDOW;

/// The newest time, in windows of equal lengths.
final class TimeCounts implements Counts {
  private final Steps steps;
  private final Steps.Cleaner cleaner = this::clear;
  private final int[] counted;
  private final int[] bad;
  private final int[] notClear;

  TimeCounts(long windowNanos, int windows) {
    steps = new Steps(windowNanos, windows);
    counted = new int[steps.size()];
    bad = new int[steps.size()];
    notClear = new int[steps.size()];
  }

  private int advance(long now) {
    return steps.advance(now, cleaner);
  }

  private void clear(int position) {
    counted[position] = 0;
    bad[position] = 0;
    notClear[position] = 0;
  }

  @Override
  public void add(long index, int bits, long now) {
    steps.start(now);
    int at = advance(now);
    counted[at]++;
    count(at, bits, 1);
  }

  private void count(int at, int bits, int by) {
    bad[at] += (bits & BAD) == 0 ? 0 : by;
    notClear[at] += (bits & NOT_CLEAR) == 0 ? 0 : by;
  }

  @Override
  public void change(long index, long addedAt, int before, int after, long now) {
    advance(now);
    int at = steps.position(addedAt);
    if (index >= 0 && at >= 0 && counted[at] > 0) {
      count(at, before, -1);
      count(at, after, 1);
    }
  }

  @Override
  public boolean isFull(int window, long now) {
    return steps.isFull(window, now);
  }

  /// Share of the newest window since the first probe, 0-1.
  double covered(long now) {
    return steps.covered(now);
  }

  @Override
  public long counted(int window, long now) {
    return sum(counted, window, now);
  }

  @Override
  public long bad(int window, long now) {
    return sum(bad, window, now);
  }

  @Override
  public long notClear(int window, long now) {
    return sum(notClear, window, now);
  }

  private long sum(int[] of, int window, long now) {
    advance(now);
    long sum = 0;
    for (int back = 0; back < PER_WINDOW; back++) {
      sum += of[steps.position(window, back)];
    }
    return sum;
  }
}
