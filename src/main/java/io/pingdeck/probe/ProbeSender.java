package io.pingdeck.probe;

import io.pingdeck.packet.Endpoint;

/// Takes the probes that are due: the engine's only way out to the network.
@FunctionalInterface
public interface ProbeSender {
  /// Sends one probe, now or at the end of a batch, and reports what became of it by
  /// [ProbeEngine#sent(long, long, long)] or [ProbeEngine#sendFailed(long, int)], during this call
  /// or soon after it.
  ///
  /// @param token what the probe carries, and its name in every report
  /// @param sequence 1 for the ping's first probe
  void send(long token, long sequence, PingSpec spec, Endpoint address);
}
