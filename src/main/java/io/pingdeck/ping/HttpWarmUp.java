package io.pingdeck.ping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.net.Errno;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.net.StreamPort;
import io.pingdeck.net.Streams;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.HttpMethod;
import io.pingdeck.probe.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Loads and links what an HTTP probe runs through before the first one is timed: the first probe
/// of a process would otherwise take a hundred milliseconds where the second takes one. Sends no
/// packet.
final class HttpWarmUp {
  /// Enough for the first compilation.
  private static final int ROUNDS = 2500;

  private static final byte[] RESPONSE =
      """
      HTTP/1.1 103 Early\r
      \r
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

  /// Where TCP does not go: the system refuses at once.
  private static final Endpoint MULTICAST = new Endpoint(0, Endpoint.mapped(0xe0000001), 9, 0);

  private HttpWarmUp() {}

  /// @param tls whether TLS is wanted too
  static void run(Sockets sockets, Authorities authorities, boolean tls) throws IOException {
    try (Poller poller = sockets.poller()) {
      refused(poller.streams());
    }
    Canned canned = new Canned();
    HttpExchange.Surroundings surroundings = new HttpExchange.Surroundings(canned);
    Target target = Target.parse((tls ? "https" : "http") + "://warm.up/");
    for (int i = 0; i < ROUNDS; i++) {
      canned.left = ByteBuffer.wrap(RESPONSE);
      HttpRequest request = new HttpRequest(target, HttpMethod.GET, List.of());
      new HttpExchange(
              surroundings,
              request,
              Optional.empty(),
              body -> {},
              Long.MAX_VALUE,
              begun -> {},
              result -> {})
          .start(MULTICAST, 0, 0);
    }
    if (tls) {
      hello(authorities, target);
    }
  }

  private static void refused(Streams streams) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
    for (int i = 0; i < ROUNDS; i++) {
      try (StreamPort port = streams.connect(MULTICAST, 0, 0, () -> {})) {
        port.stampArrivals();
        port.finishConnect();
        port.handshakeNanos();
        port.receive(bytes.clear());
        port.send(bytes.clear().limit(1));
      }
    }
  }

  private static void hello(Authorities authorities, Target target) {
    try {
      new TlsClient(authorities, target, false, Optional.empty()).wire(new Canned()).handshake();
    } catch (GeneralSecurityException | SSLException e) {
      // The first probe will say so.
    }
  }

  /// Connections to a server that answers at once, and to nowhere once its answer is used up.
  private static final class Canned implements Streams, StreamPort {
    private ByteBuffer left = ByteBuffer.allocate(0);

    @Override
    public StreamPort connect(Endpoint to, int hopLimit, int trafficClass, Runnable onNews) {
      return this;
    }

    @Override
    public void deliver() {
      // Everything is there at once.
    }

    @Override
    public int finishConnect() {
      return 0;
    }

    @Override
    public long handshakeNanos() {
      return 1;
    }

    @Override
    public boolean isItsOwnPeer() {
      return false;
    }

    @Override
    public int receiveErrors(ErrorSink sink) {
      return 0;
    }

    @Override
    public int send(ByteBuffer bytes) {
      int count = bytes.remaining();
      bytes.position(bytes.limit());
      return count;
    }

    @Override
    public int receive(ByteBuffer bytes) {
      int count = left.remaining();
      bytes.put(left);
      return count == 0 ? -Errno.EAGAIN : count;
    }

    @Override
    public long begunNanos() {
      return System.nanoTime();
    }

    @Override
    public void stampArrivals() {
      // There is a stamp anyway.
    }

    @Override
    public long arrivedEpochNanos() {
      return 1;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
