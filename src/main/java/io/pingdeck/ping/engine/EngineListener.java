package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.SampleSink;

/// Hears what the [ProbeEngine] decides, on the engine's own thread, during the call that caused
/// it.
public interface EngineListener extends SampleSink {
  /// A ping is over: it sends nothing more and every probe of it has its outcome. Its last counters
  /// are still in the next [ProbeEngine#writeCounters(SampleBuffer)].
  ///
  /// @param state finished (its count is used up), stopped, or failed
  void ended(long ping, PingState state);
}
