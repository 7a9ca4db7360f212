package io.pingdeck.ping.engine;

/// As fast as the answers come: a probe goes whenever fewer than [#WINDOW] are in flight. Nothing
/// is planned ahead, so nothing lags and nothing is skipped.
final class FloodSchedule implements Schedule {
  static final int WINDOW = 64;

  /// A kernel that refuses a probe would refuse the next as well: without this rest the loop would
  /// spin.
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

  /// Moves the next send past `now`, so that answers during a send do not keep one round of sends
  /// going for ever.
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
