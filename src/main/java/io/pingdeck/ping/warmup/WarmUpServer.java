package io.pingdeck.ping.warmup;

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
import javax.net.ssl.SSLSocket;

/// A server on 127.0.0.1 for a [WarmUp]. It serves one connection at a time.
public final class WarmUpServer implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int PATIENCE_MILLIS = 1000;
  private static final int DNS_FLAGS = 4; // after the length prefix and the identifier
  private static final int DNS_ANSWER = 0x80;
  private static final char[] NO_PASSWORD = {};
  private static final String[] OLDER_TLS = {"TLSv1.2"};
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

  /// Sends the same response to every request.
  static final Script HTTP =
      (socket, buffer) -> {
        if (socket.getInputStream().read(buffer) > 0) {
          socket.getOutputStream().write(RESPONSE);
        }
      };

  /// Echoes what it receives.
  static final Script ECHO =
      (socket, buffer) -> {
        for (int n = read(socket, buffer); n > 0; n = read(socket, buffer)) {
          socket.getOutputStream().write(buffer, 0, n);
        }
      };

  /// Sends the greeting of a mail server and waits for the close.
  static final Script GREETING =
      (socket, buffer) -> {
        socket.getOutputStream().write("220 warm\r\n".getBytes(US_ASCII));
        read(socket, buffer);
      };

  /// Answers a query with an empty response.
  static final Script DNS =
      (socket, buffer) -> {
        int n = read(socket, buffer);
        if (n > DNS_FLAGS) {
          buffer[DNS_FLAGS] |= (byte) DNS_ANSWER;
          socket.getOutputStream().write(buffer, 0, n);
        }
        read(socket, buffer);
      };

  private final ServerSocket listener;
  private final Script script;

  /// Serves one connection.
  @FunctionalInterface
  interface Script {
    void serve(Socket socket, byte[] buffer) throws IOException;
  }

  private WarmUpServer(ServerSocketFactory factory, Script script) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    listener = factory.createServerSocket(0, BACKLOG, loopback);
    this.script = script;
    Thread.ofPlatform().name("warm-up-server").daemon(true).start(this::serve);
  }

  static WarmUpServer plain(Script script) throws IOException {
    return new WarmUpServer(ServerSocketFactory.getDefault(), script);
  }

  /// An HTTPS server with this key.
  public static WarmUpServer tls(ThrowawayKey key) throws IOException, GeneralSecurityException {
    return new WarmUpServer(context(key).getServerSocketFactory(), HTTP);
  }

  public static SSLContext context(ThrowawayKey key) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry("own", key.key(), NO_PASSWORD, key.chain());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  public int port() {
    return listener.getLocalPort();
  }

  private static int read(Socket socket, byte[] buffer) throws IOException {
    return socket.getInputStream().read(buffer);
  }

  private void serve() {
    byte[] buffer = new byte[1024];
    int connections = 0;
    while (!listener.isClosed()) {
      Socket accepted;
      try {
        accepted = listener.accept();
      } catch (IOException e) {
        return; // closed, or no descriptors are left
      }
      try (Socket socket = accepted) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (socket instanceof SSLSocket tls && ++connections % 2 == 0) {
          tls.setEnabledProtocols(OLDER_TLS); // loads other classes
        }
        script.serve(socket, buffer);
      } catch (IOException e) {
        // Continue with the next connection.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
