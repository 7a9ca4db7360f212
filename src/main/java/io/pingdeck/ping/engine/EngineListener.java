package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.SampleColumns;

/// Receives the decisions of the [ProbeEngine], on the engine's thread, during the call that caused
/// them.
public interface EngineListener {
  /// Where the engine adds a sample when a probe reaches an outcome, or when an outcome corrects a
  /// loss. Columns, so that a probe allocates nothing.
  SampleColumns columns();

  /// The newest of [#columns()] is complete.
  void sampled();

  /// A ping ended: it sends no more probes and each of its probes has an outcome. The next
  /// [ProbeEngine#writeCounters(SampleColumns)] still contains its final counters.
  ///
  /// @param state finished (its count is used up), stopped, or failed
  /// @param lastSequence of its probes; 0 if there was none
  void ended(long ping, PingState state, long lastSequence);
}
