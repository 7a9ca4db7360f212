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

  /// Opens a socket that whole ICMP or ICMPv6 errors are sent from, as slots' payloads, and that
  /// receives nothing. Ports are 0; checksums are written by whoever knows better, kernel or us.
  ///
  /// @throws IOException if the system refuses; the message names the command that grants it
  DatagramPort icmpErrors(boolean ipv6) throws IOException;

  /// Opens a socket that receives the ICMP or ICMPv6 errors that the kernel hands to no other:
  /// those that quote too little or nothing, and those that quote TCP. Each slot's payload is the
  /// whole ICMP message, from its type on; ports are 0. It sends nothing.
  ///
  /// @throws IOException if the system refuses; the message names the command that grants it
  default DatagramPort unclaimedIcmpErrors(boolean ipv6) throws IOException {
    throw new IOException("ICMP errors cannot be read with the JDK's own channels");
  }

  /// Takes a share of the SYNs away from a TCP listener of this process. It never takes a
  /// connection that stands.
  ///
  /// @param listener where it listens
  /// @param share of the SYNs, more than 0 and at most 1
  /// @param salt makes another choice of the same sequence numbers
  /// @throws IOException if the system refuses; the message says why
  SynTrap trapSyns(Endpoint listener, double share, int salt) throws IOException;

  Poller poller() throws IOException;

  /// Asks that the calling thread runs before the program's others where the processors do not
  /// suffice for all: what it measures waits for it. Does what is possible and permitted: on Linux
  /// a larger share needs `CAP_SYS_NICE` or a `RLIMIT_NICE` of 40 (one of 30 does half).
  default void putCallerFirst() {
    // Java's own priorities are without effect.
  }

  /// Asks that the calling thread, when it wakes up, does not wait for the end of another thread's
  /// turn: who asks it something measures that too. Its share stays as it is. Changes nothing where
  /// that is not possible.
  default void wakeCallerAtOnce() {
    // Java knows no slices.
  }

  /// The same sockets, for probes that leave this machine in a chosen way.
  ///
  /// @throws IOException if this implementation cannot; the message says why
  default Sockets leaving(Departure departure) throws IOException {
    if (departure.isUsual()) {
      return this;
    }
    throw new IOException("a source and path MTU discovery cannot be chosen with these sockets");
  }

  /// What works here, and for what does not: why, and how to get it.
  Capabilities capabilities();
}
