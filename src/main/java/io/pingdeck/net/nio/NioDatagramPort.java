package io.pingdeck.net.nio;

import io.pingdeck.base.Errno;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.PortHolder;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;

/// A `DatagramChannel`, with one system call per datagram.
///
/// It cannot set a hop limit: a slot that requests one fails with EOPNOTSUPP. The local address of
/// a received datagram is known only if the socket is bound to one. A socket bound to `::` also
/// receives IPv4, because the JDK clears IPV6_V6ONLY.
final class NioDatagramPort implements DatagramPort {
  private static final int MAX_DATAGRAM = 65_535;
  private final DatagramChannel channel;
  private final Endpoint local;
  // A channel silently truncates a datagram that does not fit. Receiving into this buffer first
  // gives the full length of every datagram.
  private final ByteBuffer arrived = ByteBuffer.allocateDirect(MAX_DATAGRAM);
  private int trafficClass;
  private Endpoint lastEndpoint = Endpoint.ipv4(0, 0);
  private InetSocketAddress lastAddress = lastEndpoint.socketAddress();

  NioDatagramPort(Endpoint bind, DatagramOptions options) throws IOException {
    channel = channel(bind);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
      channel.bind(bind.socketAddress());
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      local = bind.withPort(port);
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "cannot open UDP socket at " + bind + ": " + PortHolder.why(true, bind, e), e);
    }
  }

  private static DatagramChannel channel(Endpoint bind) throws IOException {
    try {
      return DatagramChannel.open(
          bind.isIpv4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    } catch (UnsupportedOperationException e) { // no IPv6, or no loopback interface to find it by
      throw new IOException("cannot open UDP socket at " + bind + ": " + e.getMessage(), e);
    }
  }

  DatagramChannel channel() {
    return channel;
  }

  @Override
  public void send(DatagramBatch batch, int from, int to) {
    for (int i = from; i < to; i++) {
      batch.errno(i, send(batch, i));
    }
  }

  private int send(DatagramBatch batch, int i) {
    if (batch.hopLimit(i) != 0) {
      return Errno.EOPNOTSUPP;
    }
    if (batch.length(i) > batch.slotBytes()) {
      return Errno.EMSGSIZE;
    }
    try {
      if (batch.trafficClass(i) != trafficClass) {
        channel.setOption(StandardSocketOptions.IP_TOS, batch.trafficClass(i));
        trafficClass = batch.trafficClass(i);
      }
      return send(batch.payload(i), batch.length(i), destination(batch, i));
    } catch (PortUnreachableException e) {
      return Errno.ECONNREFUSED;
    } catch (UnsupportedAddressTypeException e) {
      return Errno.EAFNOSUPPORT;
    } catch (IOException e) {
      return Errno.ofMessage(e.getMessage());
    }
  }

  private int send(ByteBuffer payload, int length, InetSocketAddress to) throws IOException {
    try {
      // Sending an empty datagram returns 0 on success; the channel cannot tell that from EAGAIN.
      return channel.send(payload.clear().limit(length), to) == length ? 0 : Errno.EAGAIN;
    } finally {
      payload.clear(); // the slot's next datagram may be longer
    }
  }

  private InetSocketAddress destination(DatagramBatch batch, int i) {
    if (!lastEndpoint.sameAddress(batch.addressHigh(i), batch.addressLow(i))
        || lastEndpoint.port() != batch.port(i)
        || lastEndpoint.scope() != batch.scope(i)) {
      lastEndpoint =
          new Endpoint(batch.addressHigh(i), batch.addressLow(i), batch.port(i), batch.scope(i));
      lastAddress = lastEndpoint.socketAddress();
    }
    return lastAddress;
  }

  @Override
  public int receive(DatagramBatch batch) {
    batch.clear();
    try {
      while (!batch.isFull()) {
        arrived.clear();
        InetSocketAddress source = (InetSocketAddress) channel.receive(arrived);
        if (source == null) {
          break;
        }
        store(batch, batch.size(), source);
        batch.size(batch.size() + 1);
      }
      return batch.size();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot receive at " + local, e);
    }
  }

  private void store(DatagramBatch batch, int i, InetSocketAddress source) {
    int length = arrived.position();
    // An earlier send may have set a limit on this slot's buffer.
    batch.payload(i).clear().put(0, arrived, 0, Math.min(length, batch.slotBytes()));
    batch.length(i, length);
    Endpoint from = Endpoint.of(source.getAddress(), source.getPort());
    batch.address(i, from.high(), from.low(), from.port(), from.scope());
    if (local.isUnspecified()) {
      batch.local(i, 0, 0);
    } else {
      batch.local(i, local.high(), local.low());
    }
    batch.stampEpochNanos(i, 0);
    batch.hopLimit(i, 0);
    batch.trafficClass(i, 0);
  }

  @Override
  public int receiveErrors(ErrorSink sink) {
    return 0;
  }

  @Override
  public void transmitStamps(boolean wanted) {
    // The JDK's channels have no transmit timestamps.
  }

  @Override
  public void tellHeaders(boolean wanted) {
    // The JDK's channels do not report headers.
  }

  @Override
  public long kernelDrops() {
    return -1;
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public int icmpId() {
    throw new UnsupportedOperationException(this + " is not an ICMP socket");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + this, e);
    }
  }

  @Override
  public String toString() {
    return "UDP socket " + local;
  }
}
