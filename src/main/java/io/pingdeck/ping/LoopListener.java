package io.pingdeck.ping;

import io.pingdeck.probe.SampleBuffer;

/// Hears what a [ProbeLoop] produces; called on the loop's thread, so it must hand over and return.
public interface LoopListener {
  /// Samples and counters since the last call. The buffer belongs to the listener until it gives it
  /// back with [ProbeLoop#giveBack(SampleBuffer)], which any thread may do.
  ///
  /// @param ended pings that came to their end with these samples; usually empty
  void samples(SampleBuffer buffer, long[] ended);

  /// The loop's thread died of a fault of its own. All its probes have their outcome, reported
  /// before; nothing more will come.
  void died(Throwable cause);
}
