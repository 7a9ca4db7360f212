package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.SampleSink;

/// Receives the decisions of the [ProbeEngine], on the engine's thread, during the call that caused
/// them.
public interface EngineListener extends SampleSink {
  /// A ping ended: it sends no more probes and each of its probes has an outcome. The next
  /// [ProbeEngine#writeCounters(SampleBuffer)] still contains its final counters.
  ///
  /// @param state finished (its count is used up), stopped, or failed
  void ended(long ping, PingState state);
}
