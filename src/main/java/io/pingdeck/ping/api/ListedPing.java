package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;

/// A ping of a list of targets.
///
/// @param line line of its target in the list, from 1
public record ListedPing(int line, PingSpec spec) {
  public ListedPing {
    requireNonNull(spec, "spec");
  }

  /// A fault of this ping with its line: `line 4711: …`.
  public Fault fault(Fault fault) {
    return TargetList.fault(line, fault);
  }
}
