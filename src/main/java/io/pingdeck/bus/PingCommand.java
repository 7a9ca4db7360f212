package io.pingdeck.bus;

import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingSpec;

/// What a pinger worker can be asked to do.
public sealed interface PingCommand {
  /// Resolve the target, check the limits, start.
  record Start(PingSpec spec) implements PingCommand {}

  /// Send no more; probes in flight still get their outcome.
  record Stop(PingId id) implements PingCommand {}

  /// Stop at once and forget.
  record Delete(PingId id) implements PingCommand {}
}
