package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// One connection on a Linux descriptor; what it needs beside that is shared in [NativeStreams].
final class NativeStreamPort implements StreamPort {
  private final NativeStreams streams;
  private final Endpoint to;
  private final Runnable onNews;
  private int fd;
  private int connect;

  /// @param connect what connecting returned so far
  NativeStreamPort(NativeStreams streams, int fd, Endpoint to, int connect, Runnable onNews) {
    this.streams = streams;
    this.fd = fd;
    this.to = to;
    this.connect = connect;
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
  public int receive(ByteBuffer bytes) {
    int result;
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
