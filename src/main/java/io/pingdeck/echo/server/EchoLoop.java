package io.pingdeck.echo.server;

import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.packet.Endpoint;
import java.util.Optional;

/// A running echo server on its own thread. All methods are thread-safe.
public sealed interface EchoLoop extends AutoCloseable permits UdpEchoLoop, TcpEchoLoop {
  Endpoint listening();

  /// Why the server has failed; empty while it runs and after [#close()].
  Optional<String> failure();

  EchoCounts counts();

  /// Empty for UDP.
  Optional<ConnectionCounts> connections();

  /// Takes effect with the next datagram or line. An impairment equal to the current one takes
  /// effect too: its seed restarts its sequence.
  void impair(Impairment wanted);

  /// Reports every message to this log from now on.
  void log(EchoLog log);

  /// Stops the server; returns when its sockets are closed.
  @Override
  void close();
}
