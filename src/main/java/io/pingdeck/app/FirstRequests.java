package io.pingdeck.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.pem.AnyCertificate;
import io.pingdeck.web.http.WebConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.BooleanSupplier;

/// Sends a newly started server some requests, so that the classes and code paths of the first
/// replies are loaded. Without this warm-up, forty concurrent probes get their first replies about
/// a second late.
final class FirstRequests {
  private static final int MOST = 20;
  private static final long BOUND_NANOS = 500_000_000;
  private static final int PATIENCE_MILLIS = 300;

  /// Causes no network traffic: a name under `.invalid` never has an address (RFC 6761).
  private static final String REQUEST =
      """
      GET %s/probe?module=icmp&target=warm-up.invalid HTTP/1.1\r
      Host: localhost\r
      Authorization: Bearer %s\r
      X-Prometheus-Scrape-Timeout-Seconds: 1\r
      Connection: close\r
      \r
      """;

  private FirstRequests() {}

  /// Sends the requests one after the other. Returns after about half a second at most.
  ///
  /// @param web settings of the server
  /// @param port the one it listens on
  /// @param secret with which the server accepts the requests where a login is required
  /// @param cancelled whether to send no more, because the server is about to close
  static void make(WebConfig web, int port, String secret, BooleanSupplier cancelled) {
    String request = REQUEST.formatted(web.proxy().basePath(), secret);
    long end = System.nanoTime() + BOUND_NANOS;
    try {
      InetAddress listens = InetAddress.getByName(web.host());
      InetAddress address =
          listens.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listens;
      for (int i = 0; i < MOST && end - System.nanoTime() > 0 && !cancelled.getAsBoolean(); i++) {
        make(new InetSocketAddress(address, port), web.tls().isPresent(), request);
      }
    } catch (IOException e) {
      // Not fatal: only the first replies are slower.
    }
  }

  private static void make(InetSocketAddress server, boolean secure, String request)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(server, PATIENCE_MILLIS);
      if (secure) {
        try (Socket tls = AnyCertificate.accept(socket)) {
          ask(tls, request);
        }
      } else {
        ask(socket, request);
      }
    }
  }

  private static void ask(Socket server, String request) throws IOException {
    server.getOutputStream().write(request.getBytes(US_ASCII));
    server.getInputStream().readAllBytes();
  }
}
