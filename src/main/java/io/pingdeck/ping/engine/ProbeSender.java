package io.pingdeck.ping.engine;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;

/// Takes the probes that are due: the engine's only way out to the network.
@FunctionalInterface
public interface ProbeSender {
  /// Sends one probe, now or at the end of a batch, and reports its outcome by
  /// [ProbeEngine#sent(long, long, long)] or [ProbeEngine#sendFailed(long, int)], during this call
  /// or soon after it.
  ///
  /// @param token what the probe carries, and its name in every report
  /// @param sequence 1 for the ping's first probe
  void send(long token, long sequence, PingSpec spec, Endpoint address);

  /// Whether everything that had arrived for a ping's probes by this time has been reported. An
  /// answer may wait in the kernel while the thread that reads it waits for a processor: asked of
  /// each probe that has waited its timeout. A sender that says no looks, and is asked again soon.
  ///
  /// @param deadlineNanos a time that has passed
  default boolean hasHeard(PingSpec spec, long deadlineNanos) {
    return true;
  }

  /// Asked once of each probe that has waited its timeout: what there is to say of an answer that
  /// has begun and not ended. Who says something gives the probe up; the others are lost, and may
  /// still be answered late.
  ///
  /// @return [Response.Malformed] that says how far the answer came, [Response.Tls] of a TLS
  ///   handshake; null if nothing of an answer has come
  default Response unfinished(long token, PingSpec spec) {
    return null;
  }
}
