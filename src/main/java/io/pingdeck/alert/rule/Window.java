package io.pingdeck.alert.rule;

import java.time.Duration;

/// The newest past over which a figure is taken.
public sealed interface Window {
  int MOST_PROBES = 10_000;

  /// Three counters for each of twelve steps.
  long TIME_BYTES = 12 * 3 * Long.BYTES;

  Duration SHORTEST = Duration.ofSeconds(10);
  Duration LONGEST = Duration.ofDays(7);

  /// Bytes that it takes for one ping.
  long bytes();

  /// The newest probes in the order in which their outcomes were decided: a loss is decided at the
  /// timeout, after the replies to later probes.
  record Probes(int number) implements Window {
    @Override
    public long bytes() {
      return number;
    }
  }

  /// The newest time, in twelve steps: the running one and the eleven before it. Time during which
  /// Pingdeck itself was paused does not count.
  record Time(Duration length) implements Window {
    @Override
    public long bytes() {
      return TIME_BYTES;
    }
  }
}
