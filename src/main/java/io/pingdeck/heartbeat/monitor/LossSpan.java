package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatLoss;
import java.util.ArrayList;
import java.util.List;

/// Expected and lost beats in a sliding time window, which consists of twelve parts.
final class LossSpan {
  private static final int PARTS = 12;

  private final long partNanos;
  private final long[] expected = new long[PARTS];
  private final long[] lost = new long[PARTS];
  private final long[] unwatched = new long[PARTS]; // nanoseconds
  private boolean started;
  private long part;

  LossSpan(long partNanos) {
    this.partNanos = partNanos;
  }

  void add(long now, long moreExpected, long moreLost) {
    move(now);
    int at = Math.floorMod(part, PARTS);
    expected[at] += moreExpected;
    lost[at] += moreLost;
  }

  void unwatched(long now, long nanos) {
    move(now);
    long end = now;
    long left = nanos;
    for (int i = 0; i < PARTS && left > 0; i++) {
      long share = Math.min(left, end - (part - i) * partNanos);
      unwatched[Math.floorMod(part - i, PARTS)] += share;
      end -= share;
      left -= share;
    }
  }

  BeatLoss window(long now) {
    move(now);
    long allExpected = 0;
    long allLost = 0;
    long allUnwatched = 0;
    for (int i = 0; i < PARTS; i++) {
      allExpected += expected[i];
      allLost += lost[i];
      allUnwatched += unwatched[i];
    }
    // A late beat may arrive after the part that counted it as lost has left the window.
    return new BeatLoss(
        allExpected, Math.clamp(allLost, 0, Math.max(0, allExpected)), allUnwatched);
  }

  private void move(long now) {
    long current = Math.floorDiv(now, partNanos);
    if (!started) {
      part = current;
      started = true;
    }
    long steps = Math.min(current - part, PARTS);
    for (long i = 1; i <= steps; i++) {
      int at = Math.floorMod(part + i, PARTS);
      expected[at] = 0;
      lost[at] = 0;
      unwatched[at] = 0;
    }
    part = Math.max(part, current);
  }

  /// The parts, newest first, back to the oldest non-empty one.
  record Saved(List<Long> expected, List<Long> lost, List<Long> unwatchedNanos) {
    Saved {
      expected = List.copyOf(expected);
      lost = List.copyOf(lost);
      unwatchedNanos = List.copyOf(unwatchedNanos);
      if (expected.size() > PARTS || lost.size() > PARTS || unwatchedNanos.size() > PARTS) {
        throw new IllegalArgumentException("more than " + PARTS + " parts");
      }
    }
  }

  Saved save(long now) {
    move(now);
    return new Saved(newestFirst(expected), newestFirst(lost), newestFirst(unwatched));
  }

  private List<Long> newestFirst(long[] values) {
    List<Long> parts = new ArrayList<>(PARTS);
    for (int i = 0; i < PARTS; i++) {
      parts.add(values[Math.floorMod(part - i, PARTS)]);
    }
    while (!parts.isEmpty() && parts.getLast() == 0) {
      parts.removeLast();
    }
    return parts;
  }

  /// @param then when it was saved, on this process's clock
  void restore(Saved saved, long then) {
    move(then);
    restore(saved.expected(), expected);
    restore(saved.lost(), lost);
    restore(saved.unwatchedNanos(), unwatched);
  }

  private void restore(List<Long> newestFirst, long[] values) {
    for (int i = 0; i < newestFirst.size(); i++) {
      values[Math.floorMod(part - i, PARTS)] = newestFirst.get(i);
    }
  }
}
