package io.pingdeck.heartbeat;

import java.util.concurrent.TimeUnit;

/// How many beats were expected and lost over the last minute, hour and day. Each span is kept in
/// twelve parts and moves on a part at a time.
final class LossHistory {
  private static final int PARTS = 12;

  private final Span minute = new Span(TimeUnit.SECONDS.toNanos(5));
  private final Span hour = new Span(TimeUnit.MINUTES.toNanos(5));
  private final Span day = new Span(TimeUnit.HOURS.toNanos(2));

  /// @param lost negative for a beat that was counted as lost and has come after all
  void add(long now, long expected, long lost) {
    minute.add(now, expected, lost);
    hour.add(now, expected, lost);
    day.add(now, expected, lost);
  }

  BeatLoss minute(long now) {
    return minute.window(now);
  }

  BeatLoss hour(long now) {
    return hour.window(now);
  }

  BeatLoss day(long now) {
    return day.window(now);
  }

  private static final class Span {
    private final long partNanos;
    private final long[] expected = new long[PARTS];
    private final long[] lost = new long[PARTS];
    private boolean started;
    private long part;

    Span(long partNanos) {
      this.partNanos = partNanos;
    }

    void add(long now, long moreExpected, long moreLost) {
      move(now);
      int at = Math.floorMod(part, PARTS);
      expected[at] += moreExpected;
      lost[at] += moreLost;
    }

    BeatLoss window(long now) {
      move(now);
      long allExpected = 0;
      long allLost = 0;
      for (int i = 0; i < PARTS; i++) {
        allExpected += expected[i];
        allLost += lost[i];
      }
      // A beat may come after the part in which it was missed has left the span.
      return new BeatLoss(allExpected, Math.clamp(allLost, 0, Math.max(0, allExpected)));
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
      }
      part = Math.max(part, current);
    }
  }
}
