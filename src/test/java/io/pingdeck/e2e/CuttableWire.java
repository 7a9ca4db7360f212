package io.pingdeck.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A connection between browser and server that can be cut and restored while both run. Connections
/// attempted while it is cut are refused.
final class CuttableWire implements AutoCloseable {
  private final int serverPort;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final int port;
  private ServerSocket listening;

  CuttableWire(URI server) throws IOException {
    serverPort = server.getPort();
    listening = listen(0);
    port = listening.getLocalPort();
  }

  /// The address of the server for the browser.
  URI page() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void cut() throws IOException {
    listening.close();
    open.forEach(CuttableWire::closeQuietly);
  }

  void mend() throws IOException {
    listening = listen(port);
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    Thread.ofVirtual().start(() -> accept(socket));
    return socket;
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket browser = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        open.add(browser);
        open.add(server);
        if (socket.isClosed()) {
          closeQuietly(browser);
          closeQuietly(server);
        }
        Thread.ofVirtual().start(() -> carry(browser, server));
        Thread.ofVirtual().start(() -> carry(server, browser));
      }
    } catch (IOException e) {
      // Cut: the listening socket was closed.
    }
  }

  private void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Cut, or one side has gone: the other is closed as well.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
