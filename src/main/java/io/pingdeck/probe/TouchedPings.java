package io.pingdeck.probe;

/// The pings whose counters changed since they were last written: a list through the pings
/// themselves, so that a change costs nothing and a ping that ended is still written once.
final class TouchedPings {
  private PingRun first;

  void add(PingRun run) {
    if (!run.touched) {
      run.touched = true;
      run.nextTouched = first;
      first = run;
    }
  }

  /// This ping shall not be written; it stays in the list until then.
  void drop(PingRun run) {
    run.touched = false;
  }

  /// Whether there is no ping to write; false also if all of them were dropped.
  boolean isEmpty() {
    return first == null;
  }

  /// Writes a row for each and empties the list.
  void write(SampleBuffer buffer) {
    PingRun run = first;
    first = null;
    while (run != null) {
      PingRun next = run.nextTouched;
      run.nextTouched = null;
      if (run.touched) {
        run.touched = false;
        run.writeCounters(buffer);
      }
      run = next;
    }
  }
}
