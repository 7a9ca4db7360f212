package io.pingdeck.cli;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.PlannedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import java.io.IOException;
import java.util.List;

/// Runs pings for the command line.
interface PingRunner extends AutoCloseable {
  /// Starts the pings, all or none, and returns; the listener hears the rest on another thread.
  ///
  /// @throws IOException if the system refuses; the message says what and what to do
  void start(List<PlannedPing> pings, Listener listener) throws IOException;

  /// The samples are to tell what the servers answered; to be called before the start.
  default void keepAnswers() {
    // There may be no answers to keep.
  }

  /// Sends a ping's probes to another address from now on.
  ///
  /// @return as of [io.pingdeck.ping.loop.ProbeLoop#readdress]
  /// @throws IOException if the system refuses; the address then stays
  long readdress(PingSpec spec, Endpoint address) throws IOException;

  /// Sends further probes of a ping that has ended.
  ///
  /// @throws IOException if the system refuses
  void goOn(PlannedPing ping) throws IOException;

  /// Ends whatever runs. Probes in flight get no outcome.
  @Override
  void close();

  /// Hears what becomes of the pings; must hand over and return.
  interface Listener {
    void samples(SampleBatch batch);

    /// A pinged host sent an ICMP error that quotes nothing.
    default void bareError(BareIcmpError error) {
      // Only where it is shown.
    }

    /// After the ping's last samples.
    void ended(PingId ping, PingState state);

    /// What runs the pings has failed; nothing more will be heard.
    void died(Throwable cause);
  }
}
