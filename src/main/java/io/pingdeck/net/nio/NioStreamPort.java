package io.pingdeck.net.nio;

import io.pingdeck.base.Errno;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// A connection on a `SocketChannel`.
final class NioStreamPort implements StreamPort {
  private final Endpoint to;
  private final Runnable onNews;
  private long begunNanos = System.nanoTime();
  private SocketChannel channel;
  private SelectionKey key;
  private int connect = -Errno.EINPROGRESS;

  NioStreamPort(Selector selector, Endpoint to, int hopLimit, int trafficClass, Runnable onNews) {
    this.to = to;
    this.onNews = onNews;
    if (hopLimit != 0) {
      connect = -Errno.EOPNOTSUPP;
      return;
    }
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (trafficClass != 0) {
        channel.setOption(StandardSocketOptions.IP_TOS, trafficClass);
      }
      begunNanos = System.nanoTime();
      boolean connected = channel.connect(to.socketAddress());
      key = channel.register(selector, SelectionKey.OP_CONNECT, this);
      if (connected) {
        established();
      }
    } catch (IOException e) {
      connect = -Errno.ofMessage(e.getMessage());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void established() {
    connect = 0;
    key.interestOps(SelectionKey.OP_READ);
  }

  boolean isOpen() {
    return channel != null && channel.isOpen();
  }

  Runnable onNews() {
    return onNews;
  }

  @Override
  public int finishConnect() {
    if (connect == -Errno.EINPROGRESS) {
      try {
        if (channel.finishConnect()) {
          established();
        }
      } catch (IOException e) {
        connect = -Errno.ofMessage(e.getMessage());
      }
    }
    return connect;
  }

  @Override
  public long handshakeNanos() {
    return 0;
  }

  @Override
  public Endpoint local() {
    try {
      if (channel.getLocalAddress() instanceof InetSocketAddress local) {
        Endpoint told = Endpoint.of(local.getAddress(), 0);
        return new Endpoint(told.high(), told.low(), 0, 0);
      }
    } catch (IOException e) {
      // Closed in the meantime.
    }
    return new Endpoint(0, 0, 0, 0);
  }

  @Override
  public boolean isItsOwnPeer() {
    try {
      return channel.getLocalAddress().equals(channel.getRemoteAddress());
    } catch (IOException e) {
      return false; // closed in the meantime
    }
  }

  @Override
  public int receiveErrors(ErrorSink sink) {
    return 0;
  }

  @Override
  public int send(ByteBuffer bytes) {
    try {
      int sent = channel.write(bytes);
      key.interestOps(
          bytes.hasRemaining()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ);
      return sent == 0 && bytes.hasRemaining() ? -Errno.EAGAIN : sent;
    } catch (IOException e) {
      return -Errno.ofMessage(e.getMessage());
    }
  }

  @Override
  public int receive(ByteBuffer bytes) {
    try {
      int count = channel.read(bytes);
      return count > 0 ? count : count == 0 ? -Errno.EAGAIN : 0;
    } catch (IOException e) {
      return -Errno.ofMessage(e.getMessage());
    }
  }

  @Override
  public long begunNanos() {
    return begunNanos;
  }

  @Override
  public void stampArrivals() {
    // The JDK's channels have no receive timestamps.
  }

  @Override
  public long arrivedEpochNanos() {
    return 0;
  }

  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + this, e);
    }
  }

  @Override
  public String toString() {
    return "TCP connection to " + to;
  }
}
