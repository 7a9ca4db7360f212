package io.pingdeck.alert.engine;

/// Live time: a monotonic clock that stands still while this process is paused. A rule that waits
/// for five minutes of silence thus hears nothing of a laptop that was closed.
///
/// It is to be read at least once a second. A longer gap between two readings is a pause.
public final class LiveClock {
  private static final long LONGEST_STEP = 3_000_000_000L;
  private static final long USUAL_STEP = 1_000_000_000L;

  private long last;
  private long live;
  private long pauses;

  /// @param nanos reading of a monotonic clock
  public LiveClock(long nanos) {
    last = nanos;
  }

  /// @param nanos reading of the same monotonic clock
  /// @return live time in nanoseconds, 0 at the beginning
  public long at(long nanos) {
    long step = nanos - last;
    if (step > LONGEST_STEP) {
      pauses++;
      step = USUAL_STEP;
    }
    if (step > 0) {
      live += step;
      last = nanos;
    }
    return live;
  }

  /// Number of pauses so far.
  public long pauses() {
    return pauses;
  }
}
