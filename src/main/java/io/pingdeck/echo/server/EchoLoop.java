package io.pingdeck.echo.server;

import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.packet.Endpoint;
import java.util.Optional;

/// A running echo server on a thread of its own. All methods are thread-safe.
public sealed interface EchoLoop extends AutoCloseable permits UdpEchoLoop, TcpEchoLoop {
  Endpoint listening();

  /// Why it answers no more; empty while it does, and after [#close()].
  Optional<String> failure();

  EchoCounts counts();

  /// Empty for UDP.
  Optional<ConnectionCounts> connections();

  /// Holds from the next datagram or line on, also if it is equal to the present impairment: a seed
  /// starts its sequence anew.
  void impair(Impairment wanted);

  /// From now on this hears of every message.
  void log(EchoLog log);

  /// Stops answering; returns when the sockets are closed.
  @Override
  void close();
}
