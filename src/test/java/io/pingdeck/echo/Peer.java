package io.pingdeck.echo;

import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/// A client with its own socket: sends datagrams and waits for replies.
public final class Peer implements AutoCloseable {
  private static final int LONG_ENOUGH_MILLIS = 10_000;
  private final DatagramSocket socket;
  private final Endpoint server;

  /// On loopback the client has the server's own address.
  public Peer(Endpoint server) throws IOException {
    this(server, server.withPort(0));
  }

  public Peer(Endpoint server, Endpoint from) throws IOException {
    this.server = server;
    socket = new DatagramSocket(from.socketAddress());
    socket.setReceiveBufferSize(4 << 20);
  }

  public void send(byte[] payload) throws IOException {
    socket.send(new DatagramPacket(payload, payload.length, server.socketAddress()));
  }

  /// The next datagram from the server.
  public byte[] receive() throws IOException {
    return receive(LONG_ENOUGH_MILLIS)
        .orElseThrow(() -> new AssertionError("no answer from " + server));
  }

  public Optional<byte[]> receive(int millis) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
    socket.setSoTimeout(millis);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
    if (!packet.getSocketAddress().equals(server.socketAddress())) {
      throw new AssertionError("answered from " + packet.getSocketAddress() + ", not " + server);
    }
    return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  public byte[] ask(byte[] payload) throws IOException {
    send(payload);
    return receive();
  }

  @Override
  public void close() {
    socket.close();
  }
}
