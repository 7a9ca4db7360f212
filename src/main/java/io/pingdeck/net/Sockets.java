package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;
import java.io.IOException;

/// Opens sockets and the poller that waits for them, all of one implementation.
public interface Sockets {
  /// Opens a UDP socket.
  ///
  /// @throws IOException if the system refuses; the message says what, where and what to do
  DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException;

  Poller poller() throws IOException;

  /// What works here, and for what does not: why, and how to get it.
  Capabilities capabilities();

  /// The JDK's own channels: every platform, no ICMP errors, no kernel stamps.
  static Sockets portable() {
    return new NioSockets();
  }
}
