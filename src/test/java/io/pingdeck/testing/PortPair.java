package io.pingdeck.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/// One port of an address, opened for TCP and for UDP.
public record PortPair(ServerSocket tcp, DatagramSocket udp) implements AutoCloseable {
  /// The system selects a port that is free for TCP; another test may use it for UDP.
  private static final int TRIES = 20;

  private static final int BACKLOG = 50;

  public static PortPair free(InetAddress address) throws IOException {
    for (int tries = TRIES; tries > 1; tries--) {
      try {
        return at(address, 0);
      } catch (BindException e) {
        // in use for UDP: try another
      }
    }
    return at(address, 0);
  }

  /// @throws BindException if the port is in use
  public static PortPair at(InetAddress address, int port) throws IOException {
    ServerSocket tcp = new ServerSocket(port, BACKLOG, address); // first: UDP is in use less
    try {
      return new PortPair(tcp, new DatagramSocket(tcp.getLocalPort(), address));
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  public int port() {
    return tcp.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
