package io.pingdeck.cli;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import java.io.IOException;
import java.util.List;

/// Runs pings for the command line.
interface PingRunner extends AutoCloseable {
  /// Starts all pings or none and returns. The listener is called on another thread.
  ///
  /// @throws IOException if the system refuses; the message names the operation and the remedy
  void start(List<ResolvedPing> pings, Listener listener) throws IOException;

  /// Makes samples include what the servers replied; call before the start.
  default void keepAnswers() {
    // A runner may have no replies to keep.
  }

  /// Sends all further probes of a ping to another address.
  ///
  /// @return as [io.pingdeck.ping.loop.ProbeLoop#readdress]
  /// @throws IOException if the system refuses; the address then remains unchanged
  long readdress(PingSpec spec, Endpoint address) throws IOException;

  /// Sends the remaining probes of an ended ping: those of its count that are not in its history.
  ///
  /// @throws IOException if the system refuses
  void goOn(ResolvedPing ping) throws IOException;

  /// Ends all pings. Probes in flight get no outcome.
  @Override
  void close();

  /// Receives events of the pings; must not block.
  interface Listener {
    void samples(SampleBatch batch);

    /// A pinged host sent an ICMP error without a quoted packet.
    default void bareError(BareIcmpError error) {
      // Ignored by default; only some formats print it.
    }

    /// Called after the last samples of the ping.
    void ended(PingId ping, PingState state);

    /// The loop failed; no further events follow.
    void died(Throwable cause);
  }
}
