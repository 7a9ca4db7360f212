package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.user.api.Caller;

/// A ping of a list of targets.
///
/// @param line line of its target in the list, from 1
public record ListedPing(int line, PingSpec spec) {
  public ListedPing {
    requireNonNull(spec, "spec");
  }

  /// The same ping, started by this caller.
  public ListedPing by(Caller caller) {
    return new ListedPing(line, spec.by(caller));
  }

  /// A fault of this ping with its line: `line 4711: …`.
  public Fault fault(Fault fault) {
    return TargetList.fault(line, fault);
  }
}
