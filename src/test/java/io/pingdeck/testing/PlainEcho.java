package io.pingdeck.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.function.UnaryOperator;

/// A minimal echo server on the JDK, so that tests of the pinger do not depend on Pingdeck's own.
public final class PlainEcho implements AutoCloseable {
  private final DatagramSocket socket;
  private final UnaryOperator<byte[]> answer;

  /// @param answer computes the reply from the request; null means no reply
  public PlainEcho(UnaryOperator<byte[]> answer) throws SocketException {
    this.answer = answer;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon(true).name("plain-echo").start(this::run);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void run() {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    while (!socket.isClosed()) {
      try {
        packet.setLength(65_536);
        socket.receive(packet);
        byte[] reply = answer.apply(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        if (reply != null) {
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
