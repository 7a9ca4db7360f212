package io.pingdeck.ping.http;

import io.pingdeck.net.StreamPort;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/// The bytes of one connection after its TCP handshake, plain or in TLS. Methods return their
/// result or `-errno`, like those of [StreamPort].
interface HttpWire {
  /// No data yet, although there may be more to read: call again, after others had their turn.
  int MORE = Integer.MIN_VALUE;

  /// Continues the steps required before the first byte can be sent.
  ///
  /// @return 0 once complete, -EAGAIN while in progress, [#MORE], -ENODATA if the peer closed its
  ///   side
  int handshake() throws SSLException;

  /// Sends the bytes between position and limit, and advances the position past those sent.
  ///
  /// @param bytes a direct buffer
  int send(ByteBuffer bytes) throws SSLException;

  /// @param bytes a direct buffer, empty
  /// @return number of bytes; 0 if the peer has closed its side; or [#MORE]
  int receive(ByteBuffer bytes) throws SSLException;

  /// Whether the close reported by [#receive(ByteBuffer)] certainly came from the peer.
  boolean endedOrderly();

  /// Number of bytes received that cannot be decoded until the rest arrives.
  int heldBytes();

  /// Sends a closing message, if the protocol has one; the owner closes the port.
  void end();

  /// A connection without TLS.
  record Plain(StreamPort port) implements HttpWire {
    @Override
    public int handshake() {
      return 0;
    }

    @Override
    public int send(ByteBuffer bytes) {
      return port.send(bytes);
    }

    @Override
    public int receive(ByteBuffer bytes) {
      return port.receive(bytes);
    }

    @Override
    public boolean endedOrderly() {
      return true;
    }

    @Override
    public int heldBytes() {
      return 0;
    }

    @Override
    public void end() {
      // FIN suffices.
    }
  }
}
