package io.pingdeck.web.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.AddressRange;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site;
import io.pingdeck.web.live.LiveRoute;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Slow
@Timeout(60)
@ExtendWith(VertxExtension.class)
class ClientConnectionsTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final String REQUEST = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String HALF_A_BODY =
      "POST /api/v1/pings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: 1000\r\n\r\n{";

  @TempDir private Path folder;
  private final List<Socket> sockets = new ArrayList<>();

  /// Its connections come from 127.0.0.3.
  private static final ReverseProxy PROXY =
      new ReverseProxy("", Optional.empty(), List.of(AddressRange.parse("127.0.0.3")));

  private Site site;

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void aNewConnectionTakesThePlaceOfTheLongestIdle(Vertx vertx) throws IOException {
    start(vertx, new HttpConnectionLimits(4, 4, NEVER, NEVER, NEVER));
    Socket silent = connect("");
    Socket inItsHead = connect("GET / HT");
    Socket inItsBody = connect(HALF_A_BODY);
    Socket between = connect(REQUEST);
    assertThat(answer(between)).startsWith("HTTP/1.1 200");

    for (Socket next : List.of(silent, inItsHead)) {
      assertThat(answer(connect(REQUEST))).startsWith("HTTP/1.1 200");
      assertThat(isEnded(next)).isTrue();
    }
    // The selector determines which of the two is read first.
    assertThat(answer(connect(REQUEST))).startsWith("HTTP/1.1 200");
    assertThat(answer(connect(REQUEST))).startsWith("HTTP/1.1 200");
    assertThat(isEnded(inItsBody)).isTrue();
    assertThat(isEnded(between)).isTrue();
  }

  @Test
  @Proves("W25")
  void connectionsOfOneSourceLeaveRoomForOthers(Vertx vertx) throws IOException {
    start(vertx, new HttpConnectionLimits(100, 2, NEVER, NEVER, NEVER));
    Socket other = connect(InetAddress.ofLiteral("127.0.0.2"), "");
    Socket first = connect("");
    connect("");

    assertThat(answer(connect(REQUEST))).startsWith("HTTP/1.1 200");

    assertThat(isEnded(first)).isTrue();
    assertThat(answer(ask(other))).startsWith("HTTP/1.1 200");
  }

  @Test
  void theLimitOfOneSourceIsNotForATrustedProxy(Vertx vertx) throws IOException {
    start(vertx, new HttpConnectionLimits(3, 1, NEVER, NEVER, NEVER));
    InetAddress proxy = InetAddress.ofLiteral("127.0.0.3");
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.add(connect(proxy, REQUEST));
      assertThat(answer(open.getLast())).startsWith("HTTP/1.1 200");
    }

    for (Socket socket : open) {
      socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      assertThat(answer(socket)).startsWith("HTTP/1.1 200");
    }
    assertThat(answer(connect(proxy, REQUEST))).startsWith("HTTP/1.1 200");
    assertThat(isEnded(open.getFirst())).isTrue();
  }

  @Test
  void silenceBeforeTheFirstRequestEndsAConnection(Vertx vertx) throws IOException {
    start(vertx, new HttpConnectionLimits(9, 9, SOON, NEVER, NEVER));
    Socket between = connect(REQUEST);
    assertThat(answer(between)).startsWith("HTTP/1.1 200");

    assertThat(isEnded(connect(""))).isTrue();
    assertThat(isEnded(connect("GET / HTTP/1.1\r\nHost: loc"))).isTrue();

    assertThat(answer(ask(between))).startsWith("HTTP/1.1 200");
  }

  @Test
  void silenceBetweenRequestsEndsAConnection(Vertx vertx) throws IOException {
    start(vertx, new HttpConnectionLimits(9, 9, NEVER, SOON, NEVER));
    Socket between = connect(REQUEST);

    assertThat(answer(between)).startsWith("HTTP/1.1 200");
    assertThat(isEnded(between)).isTrue();
  }

  @Test
  void aBodyThatDoesNotComeEndsAConnection(Vertx vertx) throws IOException {
    start(vertx, new HttpConnectionLimits(9, 9, NEVER, NEVER, SOON));

    assertThat(isEnded(connect(HALF_A_BODY))).isTrue();
  }

  @Test
  void liveConnectionsDoNotCount(Vertx vertx) throws IOException {
    start(vertx, new HttpConnectionLimits(1, 1, NEVER, SOON, SOON));
    WebSocketClient client = vertx.createWebSocketClient();
    List<WebSocket> live = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      live.add(
          Site.await(
              client.connect(
                  new WebSocketConnectOptions()
                      .setHost("127.0.0.1")
                      .setPort(site.port())
                      .setURI("/api/v1/live")
                      .addSubProtocol(LiveRoute.PROTOCOL))));
    }
    Socket between = connect(REQUEST);

    assertThat(answer(between)).startsWith("HTTP/1.1 200");
    assertThat(isEnded(between)).isTrue();
    assertThat(live).noneMatch(WebSocket::isClosed);
    Reference.reachabilityFence(client); // a collected client closes its sockets
  }

  private void start(Vertx vertx, HttpConnectionLimits limits) {
    site =
        Site.start(
            vertx,
            folder,
            new WebConfig(
                "127.0.0.1",
                0,
                List.of(),
                100,
                100,
                limits,
                PROXY,
                Optional.empty(),
                LoginConfig.DEFAULT));
  }

  private Socket connect(String text) throws IOException {
    return connect(InetAddress.ofLiteral("127.0.0.1"), text);
  }

  private Socket connect(InetAddress from, String text) throws IOException {
    Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), site.port(), from, 0);
    sockets.add(socket);
    socket.setSoTimeout(10_000); // a blocked read fails the test
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  private static Socket ask(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    byte[] start = socket.getInputStream().readNBytes(12);
    socket.getInputStream().skipNBytes(Math.max(0, socket.getInputStream().available()));
    return new String(start, US_ASCII);
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length >= 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}
