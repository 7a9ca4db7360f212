package io.pingdeck.ping.engine;

/// Sends as fast as answers arrive: a probe is sent whenever fewer than [#WINDOW] are in flight.
/// Without planned times, no probe lags and none is skipped.
final class FloodSchedule implements Schedule {
  static final int WINDOW = 64;

  /// Pause after the kernel refuses a probe. It would likely refuse the next as well, and the loop
  /// would spin.
  static final long REST_NANOS = 100_000_000;

  private long due;

  FloodSchedule(long first) {
    this.due = first;
  }

  @Override
  public long due() {
    return due;
  }

  @Override
  public int allowance(long now, int inFlight) {
    return now - due >= 0 ? WINDOW - inFlight : 0;
  }

  @Override
  public long missed(long now) {
    return 0;
  }

  /// Moves the next send past `now`, so that answers that arrive during a send cannot extend one
  /// round of sends forever.
  @Override
  public long take(long now) {
    due = now + 1;
    return now;
  }

  @Override
  public boolean isPlanned() {
    return false;
  }

  @Override
  public void sendFailed(long now) {
    due = now + REST_NANOS;
  }

  @Override
  public boolean hasWindow(int inFlight) {
    return inFlight < WINDOW;
  }
}
