package io.pingdeck.net.linux;

import io.pingdeck.base.Errno;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.StreamPort;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.packet.Endpoint;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A connection on a Linux descriptor. State that connections can share is in [NativeStreams].
final class NativeStreamPort implements StreamPort {
  private final NativeStreams streams;
  private final Endpoint to;
  private final Runnable onNews;
  private final long begunNanos;
  private int fd;
  private int connect;
  private boolean stamps;
  private long arrivedEpochNanos;

  /// @param connect the result of connect(2)
  NativeStreamPort(
      NativeStreams streams, int fd, Endpoint to, int connect, long begunNanos, Runnable onNews) {
    this.streams = streams;
    this.fd = fd;
    this.to = to;
    this.connect = connect;
    this.begunNanos = begunNanos;
    this.onNews = onNews;
  }

  int fd() {
    return fd;
  }

  Runnable onNews() {
    return onNews;
  }

  void failed(int result) {
    connect = result;
  }

  @Override
  public int finishConnect() {
    if (connect == -Errno.EINPROGRESS) {
      connect = streams.handshake(fd, to);
    }
    return connect;
  }

  @Override
  public long handshakeNanos() {
    return streams.handshakeNanos(fd);
  }

  @Override
  public boolean isBoundTo(Endpoint local) {
    return local.isIpv4() == to.isIpv4() && streams.isBoundTo(fd, local);
  }

  @Override
  public Endpoint local() {
    return streams.local(fd, to.isIpv4());
  }

  @Override
  public boolean isItsOwnPeer() {
    return to.isLoopback() && streams.isBoundTo(fd, to);
  }

  @Override
  public int receiveErrors(ErrorSink sink) {
    return fd < 0 ? 0 : streams.receiveErrors(fd, !to.isIpv4(), sink);
  }

  @Override
  public int send(ByteBuffer bytes) {
    int result;
    do {
      result = Libc.send(fd, MemorySegment.ofBuffer(bytes), bytes.remaining(), Linux.MSG_NOSIGNAL);
    } while (result == -Errno.EINTR);
    return moved(bytes, result);
  }

  @Override
  public long begunNanos() {
    return begunNanos;
  }

  @Override
  public void stampArrivals() {
    stamps = fd >= 0 && streams.stampArrivals(fd);
  }

  @Override
  public long arrivedEpochNanos() {
    return arrivedEpochNanos;
  }

  @Override
  public int receive(ByteBuffer bytes) {
    int result;
    if (stamps && bytes.remaining() >= NativeStreams.STAMPED_BYTES) {
      result = streams.receiveStamped(fd, bytes);
      arrivedEpochNanos = result > 0 ? streams.stampEpochNanos() : 0;
      return result;
    }
    arrivedEpochNanos = 0;
    do {
      result = Libc.recv(fd, MemorySegment.ofBuffer(bytes), bytes.remaining(), 0);
    } while (result == -Errno.EINTR);
    return moved(bytes, result);
  }

  private static int moved(ByteBuffer bytes, int result) {
    if (result > 0) {
      bytes.position(bytes.position() + result);
    }
    return result;
  }

  @Override
  public void close() {
    if (fd >= 0) {
      streams.close(fd);
      fd = -1;
    }
  }

  @Override
  public String toString() {
    return "TCP connection to " + to;
  }
}
