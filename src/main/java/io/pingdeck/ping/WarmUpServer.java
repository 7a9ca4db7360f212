package io.pingdeck.ping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server on 127.0.0.1 that gives every request the same response, one connection after the
/// other, for [HttpWarmUp].
final class WarmUpServer implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int PATIENCE_MILLIS = 1000;
  private static final char[] NO_PASSWORD = {};
  private static final byte[] RESPONSE =
      """
      HTTP/1.1 200 OK\r
      Server: warm\r
      Date: Thu, 01 Jan 1970 00:00:00 GMT\r
      Content-Type: text/html\r
      Transfer-Encoding: chunked\r
      \r
      5\r
      hello\r
      0\r
      \r
      """
          .getBytes(US_ASCII);

  private final ServerSocket listener;

  private WarmUpServer(ServerSocket listener) {
    this.listener = listener;
  }

  static WarmUpServer start(boolean tls) throws IOException, GeneralSecurityException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    ServerSocketFactory factory =
        tls ? context().getServerSocketFactory() : ServerSocketFactory.getDefault();
    WarmUpServer server = new WarmUpServer(factory.createServerSocket(0, BACKLOG, loopback));
    Thread.ofPlatform().name("warm-up-server").daemon(true).start(server::serve);
    return server;
  }

  /// With a key that nobody keeps.
  static SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    ThrowawayKey key = ThrowawayKey.create();
    store.setKeyEntry("own", key.key(), NO_PASSWORD, key.chain());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    byte[] request = new byte[1024];
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (socket.getInputStream().read(request) > 0) {
          socket.getOutputStream().write(RESPONSE);
        }
      } catch (IOException e) {
        // The next connection, unless it is closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
