package io.pingdeck.ping.http;

import io.pingdeck.base.Errno;
import io.pingdeck.net.StreamPort;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/// A TLS connection on the JDK's engine. The engine's tasks run on the calling thread, which serves
/// only TLS connections.
final class TlsWire implements HttpWire {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// [#unwrap(ByteBuffer)] made progress, without a byte for the caller.
  private static final int CONTINUE = Integer.MIN_VALUE + 1;

  /// A peer can send empty records forever.
  private static final int STEPS_AT_ONCE = 64;

  private final StreamPort port;
  private final SSLEngine engine;
  private final ByteBuffer in; // received but not yet decoded, before its position
  private ByteBuffer out; // to be sent, from position to limit
  private int failure; // of sending: data received before it is still read
  private boolean heard;
  private boolean closeNotify;

  TlsWire(StreamPort port, SSLEngine engine) throws SSLException {
    this.port = port;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    in = ByteBuffer.allocateDirect(2 * packet);
    out = ByteBuffer.allocateDirect(2 * packet).limit(0);
    engine.beginHandshake();
  }

  @Override
  public int handshake() throws SSLException {
    for (int steps = 0; steps < STEPS_AT_ONCE; steps++) {
      int flushed = flush();
      if (flushed == -Errno.EAGAIN) {
        return flushed;
      }
      switch (engine.getHandshakeStatus()) {
        case FINISHED, NOT_HANDSHAKING -> {
          return 0;
        }
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          int result = unwrap(NOTHING);
          if (result <= 0 && result != CONTINUE) {
            return result == 0 ? -Errno.ENODATA : result;
          }
        }
      }
    }
    return MORE;
  }

  /// Whether any byte was received.
  boolean heard() {
    return heard;
  }

  @Override
  public int send(ByteBuffer bytes) throws SSLException {
    int before = bytes.remaining();
    while (flush() == 0 && bytes.hasRemaining()) {
      wrap(bytes);
    }
    int taken = before - bytes.remaining();
    return failure != 0 ? -failure : taken > 0 ? taken : -Errno.EAGAIN;
  }

  @Override
  public int receive(ByteBuffer bytes) throws SSLException {
    for (int steps = 0; steps < STEPS_AT_ONCE; steps++) {
      int result = unwrap(bytes);
      if (result != CONTINUE) {
        return result;
      }
      // TLS 1.3 sends messages of its own besides the response, which may need a reply.
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          if (flush() == -Errno.EAGAIN) {
            return -Errno.EAGAIN;
          }
          wrap(NOTHING);
          flush();
        }
        default -> {} // received data is read first
      }
    }
    return MORE;
  }

  @Override
  public boolean endedOrderly() {
    return closeNotify;
  }

  @Override
  public int heldBytes() {
    return in.position();
  }

  @Override
  public void end() {
    try {
      engine.closeOutbound();
      for (int i = 0; i < 2 && flush() == 0 && !engine.isOutboundDone(); i++) {
        wrap(NOTHING);
      }
      flush();
    } catch (SSLException e) {
      // The connection is closing anyway.
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void wrap(ByteBuffer bytes) throws SSLException {
    out.clear();
    try {
      SSLEngineResult result = engine.wrap(bytes, out);
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
        out = ByteBuffer.allocateDirect(2 * out.capacity());
        engine.wrap(bytes, out);
      }
    } finally {
      out.flip();
    }
  }

  /// @return 0 if nothing is left to send, or if sending has failed; -EAGAIN otherwise
  private int flush() {
    while (out.hasRemaining() && failure == 0) {
      int result = port.send(out);
      if (result == -Errno.EAGAIN) {
        return result;
      }
      failure = result < 0 ? -result : 0;
    }
    out.limit(out.position());
    return 0;
  }

  /// @return number of bytes; 0 for the peer's close; `-errno`; or [#CONTINUE]
  private int unwrap(ByteBuffer bytes) throws SSLException {
    SSLEngineResult result;
    in.flip();
    try {
      result = engine.unwrap(in, bytes);
    } finally {
      in.compact();
    }
    if (result.bytesProduced() > 0) {
      return result.bytesProduced();
    }
    return switch (result.getStatus()) {
      case OK -> result.bytesConsumed() > 0 || isBusy() ? CONTINUE : fill();
      case BUFFER_UNDERFLOW -> fill();
      case BUFFER_OVERFLOW -> throw new SSLException("a record of TLS is too long");
      case CLOSED -> {
        closeNotify = true;
        yield 0;
      }
    };
  }

  private boolean isBusy() {
    return switch (engine.getHandshakeStatus()) {
      case NEED_TASK, NEED_WRAP -> true;
      case FINISHED, NOT_HANDSHAKING, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> false;
    };
  }

  private int fill() {
    int result = port.receive(in);
    heard |= result > 0;
    if (result > 0) {
      return CONTINUE;
    }
    return failure != 0 && result < 0 ? -failure : result;
  }
}
