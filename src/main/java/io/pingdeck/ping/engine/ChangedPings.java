package io.pingdeck.ping.engine;

import io.pingdeck.ping.sample.SampleBuffer;

/// The pings whose counters changed since they were last written: a list through the pings
/// themselves, so that a change costs nothing and a ping that ended is still written once.
final class ChangedPings {
  private PingRun first;
  private int size;

  void add(PingRun run) {
    if (!run.touched) {
      run.touched = true;
      run.nextTouched = first;
      first = run;
      size++;
    }
  }

  /// How many there are, those that were dropped included.
  int size() {
    return size;
  }

  /// This ping shall not be written; it stays in the list until then.
  void drop(PingRun run) {
    run.touched = false;
  }

  /// Writes a row for each and empties the list.
  void write(SampleBuffer buffer) {
    PingRun run = first;
    first = null;
    size = 0;
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
