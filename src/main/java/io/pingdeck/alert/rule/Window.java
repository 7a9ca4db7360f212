package io.pingdeck.alert.rule;

import java.time.Duration;

/// The newest past over which a figure is taken.
public sealed interface Window {
  int MOST_PROBES = 10_000;
  Duration SHORTEST = Duration.ofSeconds(10);
  Duration LONGEST = Duration.ofDays(7);

  /// The newest probes in the order in which their outcomes were decided: a loss is decided at the
  /// timeout, after the replies to later probes.
  record Probes(int number) implements Window {}

  /// The newest time, in twelve steps: the running one and the eleven before it. Time during which
  /// Pingdeck itself was paused does not count.
  record Time(Duration length) implements Window {}
}
