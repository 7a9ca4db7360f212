package io.pingdeck.ping.loop;

import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBuffer;
import java.util.List;

/// Hears what a [ProbeLoop] produces; called on the loop's thread, so it must hand over and return.
public interface LoopListener {
  /// Samples and counters since the last call. The buffer belongs to the listener until it gives it
  /// back with [ProbeLoop#giveBack(SampleBuffer)], which any thread may do.
  ///
  /// @param ends pings that came to their end with these samples; usually empty
  void samples(SampleBuffer buffer, List<End> ends);

  /// How the loop is doing; about once a second.
  void status(LoopStatus status);

  /// The host of a running ping sent an ICMP error that quotes nothing.
  default void bareError(BareIcmpError error) {
    // Only where it is shown.
  }

  /// The loop's thread died of a fault of its own. All its probes have their outcome, reported
  /// before; nothing more will come.
  void died(Throwable cause);

  /// A ping's end.
  ///
  /// @param state finished, stopped or failed
  record End(PingId ping, PingState state) {}
}
