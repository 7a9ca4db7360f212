package io.pingdeck.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Asks a server that has just started what others will ask it, so that it has loaded and run once
/// what the first answers need: of forty probes at once they would come a second late.
final class FirstRequests {
  private static final int MOST = 20;
  private static final long BOUND_NANOS = 500_000_000;
  private static final int PATIENCE_MILLIS = 300;

  /// Nothing is sent for it: a name under `.invalid` has no address (RFC 6761).
  private static final String REQUEST =
      """
      GET /probe?module=icmp&target=warm-up.invalid HTTP/1.1\r
      Host: localhost\r
      X-Prometheus-Scrape-Timeout-Seconds: 1\r
      Connection: close\r
      \r
      """;

  private FirstRequests() {}

  /// Makes them one after the other; returns after half a second or a little more.
  ///
  /// @param host where the server listens, perhaps at every address
  static void make(String host, int port) {
    long end = System.nanoTime() + BOUND_NANOS;
    try {
      InetAddress listens = InetAddress.getByName(host);
      InetAddress address =
          listens.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listens;
      for (int i = 0; i < MOST && end - System.nanoTime() > 0; i++) {
        make(new InetSocketAddress(address, port));
      }
    } catch (IOException e) {
      // Without it the first answers are later.
    }
  }

  private static void make(InetSocketAddress server) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(server, PATIENCE_MILLIS);
      socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
