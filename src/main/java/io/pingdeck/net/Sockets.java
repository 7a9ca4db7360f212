package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;
import java.io.IOException;

/// Opens sockets and the poller that waits for them, all of one implementation.
public interface Sockets {
  /// Opens a UDP socket.
  ///
  /// @throws IOException if the system refuses; the message says what, where and what to do
  DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException;

  /// Opens a socket for ICMP or ICMPv6 echo.
  ///
  /// A slot's payload is the whole ICMP message, from its type on: `type code checksum id sequence
  /// data`. To send, write all of it but the checksum, with [DatagramPort#icmpId()] as identifier;
  /// the socket fills in the checksum (and, where the kernel owns the identifier, the kernel that).
  /// Only echo replies that carry this identifier are received. Ports are 0.
  ///
  /// @throws IOException if the system refuses; the message names the command that grants it
  DatagramPort icmp(boolean ipv6, DatagramOptions options) throws IOException;

  Poller poller() throws IOException;

  /// What works here, and for what does not: why, and how to get it.
  Capabilities capabilities();

  /// The best implementation that works in this process: the native one if it may be used,
  /// otherwise the portable one, whose [#capabilities()] then say why.
  static Sockets best() {
    try {
      return LinuxSockets.open();
    } catch (IOException e) {
      return new NioSockets(e.getMessage());
    }
  }

  /// The JDK's own channels: every platform, no ICMP errors, no kernel stamps.
  static Sockets portable() {
    return new NioSockets("native sockets were not asked for");
  }
}
