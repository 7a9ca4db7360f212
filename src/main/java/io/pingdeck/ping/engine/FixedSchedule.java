package io.pingdeck.ping.engine;

/// One probe per interval. Slot k is planned at `first + k * interval`, regardless of earlier
/// slots, so the schedule does not drift.
///
/// Invariant: `due` is the planned time of the earliest slot that was neither taken nor skipped.
/// After a pause only the latest due slot is taken and the earlier ones are skipped. Probes
/// therefore never burst, and none is more than one interval behind its plan.
final class FixedSchedule implements Schedule {
  private final long interval;
  private long due;

  FixedSchedule(long first, long interval) {
    this.due = first;
    this.interval = interval;
  }

  @Override
  public long due() {
    return due;
  }

  @Override
  public int allowance(long now, int inFlight) {
    return now - due >= 0 ? 1 : 0;
  }

  @Override
  public long missed(long now) {
    return (now - due) / interval;
  }

  @Override
  public long take(long now) {
    long planned = due + missed(now) * interval;
    due = planned + interval;
    return planned;
  }

  @Override
  public boolean isPlanned() {
    return true;
  }

  @Override
  public void sendFailed(long now) {
    // No retry: the next slot stays at its planned time.
  }

  @Override
  public boolean hasWindow(int inFlight) {
    return true;
  }
}
