package io.pingdeck.ping.loop;

import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.List;

/// Receives the output of a [ProbeLoop]. Called on the loop's thread, so it must not block.
public interface LoopListener {
  /// Samples and counters since the last call. The listener owns the buffer until it returns it
  /// with [ProbeLoop#giveBack(SampleColumns)], which is thread-safe.
  ///
  /// @param ends pings that ended with these samples; usually empty
  void samples(SampleColumns buffer, List<End> ends);

  /// Status of the loop; called about once per second.
  void status(LoopStatus status);

  /// The host of a running ping sent an ICMP error without a usable quote.
  default void bareError(BareIcmpError error) {
    // No-op for listeners that do not show it.
  }

  /// The loop's thread died because of a bug. All its probes already have their reported outcomes;
  /// no further calls follow.
  void died(Throwable cause);

  /// The end of a ping.
  ///
  /// @param state finished, stopped or failed
  /// @param lastSequence of its probes; 0 if there was none
  record End(PingId ping, PingState state, long lastSequence) {}
}
