package io.pingdeck.net;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import java.nio.ByteBuffer;

/// One non-blocking TCP connection. Its calls return what they did, or `-errno`.
public interface StreamPort extends AutoCloseable {
  /// How the handshake stands: 0 once it is done, -EINPROGRESS while it goes on, otherwise the
  /// negated error it ended with. Ask [#receiveErrors(ErrorSink)] first: an ICMP error says more
  /// than the error number that the system makes of it.
  ///
  /// The peer may have reset the connection before anyone asks: [#wasMade(int)] tells that from a
  /// refusal, and what the peer sent before can still be received.
  int finishConnect();

  /// Whether the handshake was completed, and the connection reset since. The system keeps a reset
  /// that answers the SYN (-ECONNREFUSED) apart from one that comes later: -ECONNRESET, or -EPIPE
  /// after the peer had ended its side (RFC 9293 section 3.10.7).
  ///
  /// @param result of [#finishConnect()]
  static boolean wasMade(int result) {
    return result == -Errno.ECONNRESET || result == -Errno.EPIPE;
  }

  /// How long the handshake took by the kernel's own clock, in nanoseconds of whole microseconds.
  ///
  /// @return 0 if it does not say, as after a SYN that had to be sent again
  long handshakeNanos();

  /// Whether this end of the connection has this address and port; false where that is of no use,
  /// as no ICMP errors are heard of.
  default boolean isBoundTo(Endpoint local) {
    return false;
  }

  /// The address of this end, without port or zone; the unspecified one if the system does not say.
  Endpoint local();

  /// Whether both ends are this very socket: a loopback port of the ephemeral range with nobody
  /// listening, where TCP's simultaneous open connects a socket to itself.
  boolean isItsOwnPeer();

  /// Hands over the ICMP errors about this connection. The quote is the TCP header.
  ///
  /// @return how many there were; 0 where the platform does not tell
  int receiveErrors(ErrorSink sink);

  /// Sends the bytes between position and limit, and moves the position behind those that were
  /// taken.
  ///
  /// @param bytes a direct buffer
  /// @return how many were taken; -EAGAIN if there is no room, which is news once there is
  int send(ByteBuffer bytes);

  /// Receives into the room between position and limit, and moves the position.
  ///
  /// @param bytes a direct buffer
  /// @return how many came; 0 if the peer has ended its side; -EAGAIN if nothing is there yet
  int receive(ByteBuffer bytes);

  /// When the handshake was begun, by [System#nanoTime()]: what opening the socket took is not in
  /// it.
  long begunNanos();

  /// Asks that what arrives is stamped; for [#arrivedEpochNanos()].
  void stampArrivals();

  /// The kernel's stamp of the last bytes that [#receive(ByteBuffer)] returned, in nanoseconds of
  /// the wall clock; 0 if there is none. A FIN that came before they were read counts to them.
  long arrivedEpochNanos();

  /// Ends the connection in good order (FIN); what is in the way still arrives.
  @Override
  void close();
}
