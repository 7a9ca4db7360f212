package io.pingdeck.stats;

import io.pingdeck.probe.Outcome;
import java.util.Arrays;

/// Counts the samples of the last 60 seconds by the second they were sent in: the running second
/// and the 59 before it.
final class LastMinute {
  private static final int SECONDS = 60;
  private static final long NANOS = 1_000_000_000L;

  private final int[] concluded = new int[SECONDS];
  private final int[] unanswered = new int[SECONDS];
  private long newest;

  /// A probe got its first outcome. A late reply is no first outcome: its probe was counted as
  /// lost, and stays unanswered in time.
  void record(long sentEpochNanos, long nowEpochNanos, Outcome outcome) {
    if (!wasSent(outcome)) {
      return;
    }
    advance(nowEpochNanos);
    long second = Math.min(Math.floorDiv(sentEpochNanos, NANOS), newest);
    if (second > newest - SECONDS) {
      int slot = slot(second);
      concluded[slot]++;
      unanswered[slot] += isUnanswered(outcome) ? 1 : 0;
    }
  }

  LossWindow at(long nowEpochNanos) {
    advance(nowEpochNanos);
    return new LossWindow(
        Arrays.stream(concluded).asLongStream().sum(),
        Arrays.stream(unanswered).asLongStream().sum());
  }

  private void advance(long nowEpochNanos) {
    long now = Math.floorDiv(nowEpochNanos, NANOS);
    // A clock that was set back more than a little makes the old seconds meaningless.
    long from = now < newest - 1 ? now - SECONDS : newest;
    for (long second = Math.max(from, now - SECONDS) + 1; second <= now; second++) {
      concluded[slot(second)] = 0;
      unanswered[slot(second)] = 0;
    }
    newest = now < newest - 1 ? now : Math.max(newest, now);
  }

  private static int slot(long second) {
    return Math.floorMod(second, SECONDS);
  }

  private static boolean wasSent(Outcome outcome) {
    return switch (outcome) {
      case SEND_FAILED, RESOLVE_FAILED -> false;
      case REPLY,
          LATE,
          LOST,
          ICMP_ERROR,
          REFUSED,
          RESET,
          SERVER_LOST,
          UNEXPECTED,
          TLS_FAILED,
          FLOODED ->
          true;
    };
  }

  private static boolean isUnanswered(Outcome outcome) {
    return switch (outcome) {
      case LATE, LOST, ICMP_ERROR, SERVER_LOST -> true;
      // Whoever answers, be it with an error, is up and was reached.
      case REPLY, REFUSED, RESET, UNEXPECTED, TLS_FAILED, FLOODED -> false;
      case SEND_FAILED, RESOLVE_FAILED -> false;
    };
  }
}
