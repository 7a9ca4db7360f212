package io.pingdeck.net;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import java.nio.ByteBuffer;

/// A non-blocking TCP connection. Methods return their result, or `-errno`.
public interface StreamPort extends AutoCloseable {
  /// The state of the handshake: 0 once it is complete, -EINPROGRESS while it is in progress,
  /// otherwise the negated errno that ended it. Call [#receiveErrors(ErrorSink)] first: an ICMP
  /// error says more than the errno that the system derives from it.
  ///
  /// The peer may have reset the connection already. [#wasMade(int)] tells such a reset from a
  /// refusal. What the peer sent before the reset can still be received.
  int finishConnect();

  /// Whether the handshake was completed and the connection has been reset since. The system
  /// reports a reset that answers the SYN as -ECONNREFUSED. A later one is -ECONNRESET, or -EPIPE
  /// if the peer had already closed its side (RFC 9293 section 3.10.7).
  ///
  /// @param result the result of [#finishConnect()]
  static boolean wasMade(int result) {
    return result == -Errno.ECONNRESET || result == -Errno.EPIPE;
  }

  /// Duration of the handshake by the kernel's clock, in nanoseconds, with a resolution of one
  /// microsecond.
  ///
  /// @return 0 if unknown, as after a retransmitted SYN
  long handshakeNanos();

  /// Whether this end of the connection has this address and port. Always false where the platform
  /// reports no ICMP errors, because then nothing needs the answer.
  default boolean isBoundTo(Endpoint local) {
    return false;
  }

  /// The local address, without port or zone; the unspecified address if it is unknown.
  Endpoint local();

  /// Whether both ends are the same socket. TCP's simultaneous open can connect a socket to itself
  /// on a loopback port of the ephemeral range that has no listener.
  boolean isItsOwnPeer();

  /// Reads the ICMP errors about this connection. The quote is the TCP header.
  ///
  /// @return the number of errors; 0 where the platform does not report them
  int receiveErrors(ErrorSink sink);

  /// Sends the bytes between position and limit, and advances the position past those that were
  /// accepted.
  ///
  /// @param bytes a direct buffer
  /// @return the number of bytes accepted; -EAGAIN if the send buffer is full, in which case
  ///   `onNews` runs when there is room
  int send(ByteBuffer bytes);

  /// Receives into the space between position and limit, and advances the position.
  ///
  /// @param bytes a direct buffer
  /// @return the number of bytes received; 0 if the peer has closed its side; -EAGAIN if nothing
  ///   has arrived yet
  int receive(ByteBuffer bytes);

  /// When the handshake began, by [System#nanoTime()]. The time to open the socket is not included.
  long begunNanos();

  /// Enables receive timestamps for [#arrivedEpochNanos()].
  void stampArrivals();

  /// The kernel's timestamp of the last bytes that [#receive(ByteBuffer)] returned, in nanoseconds
  /// since 1970 UTC; 0 if there is none. A FIN that arrived before those bytes were read is
  /// included.
  long arrivedEpochNanos();

  /// Closes the connection in an orderly way (FIN). Data in flight is still delivered.
  @Override
  void close();
}
