package io.pingdeck.ping.http;

import io.pingdeck.net.StreamPort;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/// The bytes of one connection, once its TCP handshake is done: as they are, or in TLS. Its calls
/// return what they did, or `-errno`, as those of [StreamPort].
interface HttpWire {
  /// Nothing yet, though there may be more to read: call again, after the turn of others.
  int MORE = Integer.MIN_VALUE;

  /// Goes on with what must be done before the first byte can be sent.
  ///
  /// @return 0 once it is done, -EAGAIN while it goes on, [#MORE], -ENODATA if the peer ended its
  ///   side
  int handshake() throws SSLException;

  /// Sends the bytes between position and limit, and moves the position behind those taken.
  ///
  /// @param bytes a direct buffer
  int send(ByteBuffer bytes) throws SSLException;

  /// @param bytes a direct buffer, empty
  /// @return how many came; 0 if the peer has ended its side; or [#MORE]
  int receive(ByteBuffer bytes) throws SSLException;

  /// Whether the end that [#receive(ByteBuffer)] told was the peer's own doing for certain.
  boolean endedOrderly();

  /// How many bytes have come of what cannot be read before the rest of it is there.
  int heldBytes();

  /// Says goodbye, where that is the custom; the port is closed by its owner.
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
      // FIN says it.
    }
  }
}
