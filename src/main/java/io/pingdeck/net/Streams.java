package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;

/// The TCP connections of one [Poller], used only by its thread. The system reports which
/// connections are ready, so that ten thousand idle ones cost nothing. Opening a connection
/// allocates; its traffic does not.
public interface Streams {
  /// Begins a connection, with Nagle's algorithm disabled. Never fails here:
  /// [StreamPort#finishConnect()] reports errors.
  ///
  /// @param hopLimit TTL or hop limit; 0 for the system's default
  /// @param trafficClass TOS or traffic class; 0 for the system's default
  /// @param onNews runs during [#deliver()] whenever something may have changed: handshake
  ///   complete, bytes received, an error, room to send. Spurious calls are possible. It must read
  ///   until nothing is left, because readiness is edge-triggered.
  StreamPort connect(Endpoint to, int hopLimit, int trafficClass, Runnable onNews);

  /// Runs the callbacks of the connections that became ready in the last [Poller#await(long)].
  void deliver();
}
