package io.pingdeck.cli;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.PingState;
import io.pingdeck.probe.SampleBatch;
import java.io.IOException;

/// Runs one ping for the command line.
interface PingRunner extends AutoCloseable {
  /// Starts the ping and returns; the listener hears the rest on another thread.
  ///
  /// @throws IOException if the system refuses; the message says what and what to do
  void start(PingSpec spec, Endpoint address, Listener listener) throws IOException;

  /// Ends whatever runs. Probes in flight get no outcome.
  @Override
  void close();

  /// Hears what becomes of the ping; must hand over and return.
  interface Listener {
    void samples(SampleBatch batch);

    /// After the last samples.
    void ended(PingState state);
  }
}
