package io.pingdeck.ping.engine;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;

/// Sends due probes: the engine's only output to the network.
@FunctionalInterface
public interface ProbeSender {
  /// Sends one probe, now or at the end of a batch. Reports the result with [ProbeEngine#sent(long,
  /// long, long)] or [ProbeEngine#sendFailed(long, int)], during this call or soon after it.
  ///
  /// @param token the token that the probe carries; it identifies the probe in every report
  /// @param sequence 1 for the ping's first probe
  void send(long token, long sequence, PingSpec spec, Endpoint address);

  /// Whether everything that arrived for a ping's probes by the deadline has been reported. Called
  /// for each timed-out probe, because an answer may wait in the kernel while its reader thread
  /// waits for a CPU. A sender that returns false reads, and is asked again soon.
  ///
  /// @param deadlineNanos a time that has passed
  default boolean hasHeard(PingSpec spec, long deadlineNanos) {
    return true;
  }

  /// Reports an answer that has begun but not ended. Called once for each timed-out probe. If the
  /// result is not null, the sender abandons the probe. Otherwise the probe is lost, and may still
  /// be answered late.
  ///
  /// @return [Response.Malformed] that says how far the answer came, [Response.Tls] of a TLS
  ///   handshake; null if no part of an answer has arrived
  default Response unfinished(long token, PingSpec spec) {
    return null;
  }
}
