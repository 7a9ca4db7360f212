package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;

/// The TCP connections of one [Poller], used by its thread alone. The system tells which of them
/// have news, so that ten thousand quiet ones cost nothing. Opening one allocates; its traffic does
/// not.
public interface Streams {
  /// Begins a connection, with Nagle's delay off. Never fails here: [StreamPort#finishConnect()]
  /// tells.
  ///
  /// @param hopLimit TTL or hop limit; 0 for the system's default
  /// @param trafficClass TOS or traffic class; 0 for the system's default
  /// @param onNews runs during [#deliver()] whenever something may have changed: the handshake's
  ///   end, bytes, an error, room to send. It may be called in vain, and it must read until nothing
  ///   is left: what it leaves is not news again.
  StreamPort connect(Endpoint to, int hopLimit, int trafficClass, Runnable onNews);

  /// Tells the connections that had news in the last [Poller#await(long)].
  void deliver();
}
