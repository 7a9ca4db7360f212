package io.pingdeck.ping.loop;

import io.pingdeck.ping.api.Lateness;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// The lateness of the probes of the last ten seconds, in one histogram per second. Recording
/// allocates nothing.
final class LatenessWindow {
  private static final int SECONDS = 10;
  private static final long LONGEST = 3_600_000_000_000L;
  private static final int DIGITS = 2;

  private final Histogram[] seconds = new Histogram[SECONDS];
  private final Histogram all = new Histogram(LONGEST, DIGITS);
  private int current;

  LatenessWindow() {
    for (int i = 0; i < SECONDS; i++) {
      seconds[i] = new Histogram(LONGEST, DIGITS);
    }
  }

  void record(long nanos) {
    seconds[current].recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  /// Called once per second; discards the oldest second.
  ///
  /// @return the lateness over the last ten seconds; empty if there were no probes
  Optional<Lateness> turn() {
    all.reset();
    for (Histogram second : seconds) {
      all.add(second);
    }
    current = (current + 1) % SECONDS;
    seconds[current].reset();
    return all.getTotalCount() == 0
        ? Optional.empty()
        : Optional.of(
            new Lateness(
                all.getValueAtPercentile(50), all.getValueAtPercentile(99), all.getMaxValue()));
  }
}
