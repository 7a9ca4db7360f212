package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;
import java.io.IOException;

/// Opens sockets, and the poller that waits for them. All belong to one implementation.
public interface Sockets {
  /// Opens a UDP socket.
  ///
  /// @throws IOException if the system refuses; the message says what failed, where, and what to do
  DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException;

  /// Opens a socket for ICMP or ICMPv6 echo.
  ///
  /// A slot's payload is the whole ICMP message: `type code checksum id sequence data`. To send,
  /// write everything but the checksum, with [DatagramPort#icmpId()] as the identifier. The socket
  /// fills in the checksum, and the kernel fills in the identifier where it owns it. The socket
  /// receives only echo replies with this identifier. Ports are 0.
  ///
  /// @throws IOException if the system refuses; the message names the command that grants the
  ///   permission
  DatagramPort icmp(boolean ipv6, DatagramOptions options) throws IOException;

  /// Opens a send-only socket for ICMP or ICMPv6 errors. A slot's payload is the whole message.
  /// Ports are 0. The socket fills in the checksum.
  ///
  /// @throws IOException if the system refuses; the message names the command that grants the
  ///   permission
  DatagramPort icmpErrors(boolean ipv6) throws IOException;

  /// Opens a receive-only socket for the ICMP or ICMPv6 errors that the kernel delivers to no other
  /// socket: those that quote too little or nothing, and those that quote TCP. Each slot's payload
  /// is the whole ICMP message. Ports are 0.
  ///
  /// @throws IOException if the system refuses; the message names the command that grants the
  ///   permission
  default DatagramPort unclaimedIcmpErrors(boolean ipv6) throws IOException {
    throw new IOException("ICMP errors cannot be read with the JDK's own channels");
  }

  /// Diverts a share of the SYNs sent to a TCP listener of this process. Established connections
  /// are never affected.
  ///
  /// @param listener the address the listener is bound to
  /// @param share share of the SYNs to divert, more than 0 and at most 1
  /// @param salt varies which sequence numbers are selected
  /// @throws IOException if the system refuses; the message says why
  SynTrap trapSyns(Endpoint listener, double share, int salt) throws IOException;

  Poller poller() throws IOException;

  /// Raises the priority of the calling thread over the program's other threads when the processors
  /// are overloaded, because its measurements include its own delays. Best effort: on Linux a
  /// higher priority needs `CAP_SYS_NICE` or a `RLIMIT_NICE` of 40 (30 permits half of it).
  default void putCallerFirst() {
    // Java thread priorities have no effect.
  }

  /// Requests that the calling thread, when it wakes up, does not wait for the end of another
  /// thread's time slice, because its peers measure that delay too. Its share of the processor
  /// stays the same. A no-op where this is not possible.
  default void wakeCallerAtOnce() {
    // Java has no API for time slices.
  }

  /// The same sockets, with departure options for the probes.
  ///
  /// @throws IOException if this implementation cannot; the message says why
  default Sockets leaving(Departure departure) throws IOException {
    if (departure.isUsual()) {
      return this;
    }
    throw new IOException("a source and path MTU discovery cannot be chosen with these sockets");
  }

  /// What works here. For each feature that does not: why, and how to enable it.
  Capabilities capabilities();
}
