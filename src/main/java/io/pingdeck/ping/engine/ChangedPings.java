package io.pingdeck.ping.engine;

import io.pingdeck.ping.sample.SampleColumns;

/// The pings whose counters changed since the last write. The list links the pings themselves, so
/// that an update allocates nothing and an ended ping is still written once.
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

  /// Size of the list, including dropped pings.
  int size() {
    return size;
  }

  /// Excludes a ping from the next write; it stays in the list until then.
  void drop(PingRun run) {
    run.touched = false;
  }

  /// Writes a row for each ping and clears the list.
  void write(SampleColumns buffer) {
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
