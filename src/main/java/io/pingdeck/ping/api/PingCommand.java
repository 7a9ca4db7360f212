package io.pingdeck.ping.api;

import io.pingdeck.ping.sample.PingId;
import java.util.List;

/// What a pinger worker can be asked to do.
public sealed interface PingCommand {
  /// Resolve the target, check the limits, start.
  record Start(PingSpec spec) implements PingCommand {}

  /// The same for many, all or none.
  record StartAll(List<ListedPing> pings) implements PingCommand {
    public StartAll {
      pings = List.copyOf(pings);
    }
  }

  /// Go on with a ping that ran when the program ended: same address, no probe sent twice.
  ///
  /// @param ping as it was; whoever takes the command becomes its worker
  record Resume(PingInfo ping, PingPast past) implements PingCommand {}

  /// Send one probe and answer with what became of it. Nobody hears of a ping: no event, no
  /// statistics.
  ///
  /// @param spec its count and interval do not matter
  record Probe(PingSpec spec) implements PingCommand {}

  /// Send no more; probes in flight still get their outcome.
  record Stop(PingId id) implements PingCommand {}

  /// Stop at once and forget.
  record Delete(PingId id) implements PingCommand {}
}
