package io.pingdeck.ping.tcp;

import io.pingdeck.base.Errno;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.QueuedError;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sender.ReadTurns;
import java.nio.ByteBuffer;

/// A connection with probes that wait for answers: its handshake, its read turns, and the outcome
/// of all its probes when it ends. Subclasses define what is sent and how answers are judged.
abstract class TcpConnection implements Runnable, ErrorSink {
  final TcpWire wire;
  final PingSpec spec;
  private final Endpoint to;
  private StreamPort port; // null before it is opened and after it is closed
  private boolean connected;
  private int failure; // of sending; what has arrived before it still counts

  TcpConnection(TcpWire wire, PingSpec spec, Endpoint to) {
    this.wire = wire;
    this.spec = spec;
    this.to = to;
  }

  /// Number of probes that wait for an answer.
  abstract int waiting();

  /// @param i 0 for the oldest that waits
  abstract long token(int i);

  /// The SYN was requested.
  abstract void begun(StreamPort begun);

  /// The handshake is complete.
  abstract void made();

  /// Sends what is still to be sent.
  abstract void sendRest();

  /// @param arrived the port that received the bytes
  abstract void read(ByteBuffer bytes, StreamPort arrived);

  /// The server has closed its side.
  abstract void peerEnded(StreamPort ended);

  /// The connection is closed: no probe waits any longer.
  abstract void closed();

  final PingSpec spec() {
    return spec;
  }

  final boolean goesTo(Endpoint other) {
    return to.equals(other);
  }

  final boolean isOpen() {
    return port != null;
  }

  final boolean isConnected() {
    return connected;
  }

  final void open() {
    try {
      port = wire.connect(to, spec, this);
      begun(port);
    } catch (RuntimeException | Error e) {
      broke(e);
    }
    run(); // connect() may already have failed
  }

  @Override
  public final void run() {
    try {
      if (isOpen() && (connected || finishHandshake())) {
        sendRest();
        receive();
      }
    } catch (RuntimeException | Error e) {
      broke(e);
    }
  }

  private void broke(Throwable cause) {
    for (int i = 0; i < waiting(); i++) {
      wire.faults.ends(token(i), cause);
    }
    close();
  }

  /// @return whether the connection is established
  private boolean finishHandshake() {
    if (port.receiveErrors(this) > 0) {
      close();
      return false;
    }
    int result = port.finishConnect();
    boolean reset = StreamPort.wasMade(result);
    if (result == 0 && port.isItsOwnPeer()) {
      conclude(Outcome.REFUSED, 0); // a self-connect: no listener there
    } else if (result == 0 || reset) {
      connected = true;
      failure = -result;
      made();
    } else if (result != -Errno.EINPROGRESS) {
      handshakeFailed(-result);
    }
    return connected;
  }

  private void handshakeFailed(int errno) {
    switch (errno) {
      case Errno.ECONNREFUSED -> conclude(Outcome.REFUSED, 0);
      case Errno.ETIMEDOUT -> close(); // lost already
      default -> {
        for (int i = 0; i < waiting(); i++) {
          wire.engine.sendFailed(token(i), errno);
        }
        close();
      }
    }
  }

  /// Like [StreamPort#send(ByteBuffer)], but sends nothing after a failure. The error is reported
  /// after the data that arrived before it is read.
  final int send(ByteBuffer bytes) {
    int result = failure == 0 ? port.send(bytes) : 0;
    if (result < 0 && result != -Errno.EAGAIN) {
      failure = -result;
    }
    return result;
  }

  final void receive() {
    int room = ReadTurns.MOST_BYTES;
    while (isOpen()) {
      if (room <= 0) {
        wire.turns.leave(this);
        return;
      }
      int result = wire.receive(port);
      room -= result;
      if (result > 0) {
        read(wire.received(), port);
      } else if (failure != 0) {
        failed(failure);
      } else if (result == 0) {
        peerEnded(port);
      } else if (result == -Errno.EAGAIN) {
        return;
      } else {
        failed(-result);
      }
    }
  }

  private void failed(int errno) {
    IcmpError error = TcpWire.icmpErrorOf(errno, !to.isIpv4());
    if (port.receiveErrors(this) > 0 || errno == Errno.ETIMEDOUT) {
      close(); // lost already, in the second case
    } else if (error == null) {
      conclude(Outcome.RESET, errno);
    } else {
      wire.errorReader.run(); // may know the sender
      if (isOpen()) {
        endedBy(error, wire.clock.nanoTime(), 0);
      }
    }
  }

  final boolean isBetween(Endpoint local, Endpoint remote) {
    return connected
        && to.sameAddress(remote.high(), remote.low())
        && to.port() == remote.port()
        && port.isBoundTo(local);
  }

  /// A host or router rejects what this connection sends. TCP would retry for minutes.
  final void endedBy(IcmpError error, long nanos, long stampEpochNanos) {
    tell(error, nanos, stampEpochNanos);
    close();
  }

  private void tell(IcmpError error, long nanos, long stampEpochNanos) {
    for (int i = 0; i < waiting(); i++) {
      wire.engine.icmpError(token(i), error, nanos, stampEpochNanos);
    }
  }

  /// Closes the connection and concludes every waiting probe.
  final void conclude(Outcome outcome, int errno) {
    long now = wire.clock.nanoTime();
    for (int i = 0; i < waiting(); i++) {
      wire.engine.conclude(token(i), outcome, errno, null, now);
    }
    close();
  }

  final void close() {
    StreamPort last = port;
    port = null;
    connected = false;
    failure = 0;
    closed();
    if (last != null) {
      last.close();
    }
  }

  @Override
  public final void icmpError(QueuedError queued) {
    IcmpError error = TcpWire.icmpError(queued);
    tell(error, wire.clock.nanoTime(), queued.stampEpochNanos);
  }

  @Override
  public final void transmitted(long tag, long stampEpochNanos) {
    // TCP connections do not request transmit timestamps.
  }
}
