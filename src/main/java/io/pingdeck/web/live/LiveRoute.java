package io.pingdeck.web.live;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.pingdeck.web.access.OpenSockets;
import io.pingdeck.web.access.Routes;
import io.pingdeck.web.http.ClientAddress;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts WebSockets of the live feed, up to a limit, and connects each to its [FeedClient].
public final class LiveRoute {
  public static final String PROTOCOL = "pingdeck.v1";

  /// The longest message of a client, and the longest frame, in bytes.
  public static final int MAX_MESSAGE = 32 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LiveRoute.class);
  private static final String VERSION = "13";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
  private static final int QUEUE_BYTES = 64 * 1024;
  private static final short UNSUPPORTED_DATA = 1003;
  private static final int POLICY_VIOLATION = 1008;

  private final LiveFeed feed;
  private final OpenSockets sockets;
  private final ClientAddress addresses;
  private final int maxClients;
  private final int maxPerSource;
  private final Map<String, Integer> sources = new HashMap<>();
  private int open;

  /// @param sockets closes those whose login ends
  public LiveRoute(
      LiveFeed feed,
      OpenSockets sockets,
      ClientAddress addresses,
      int maxClients,
      int maxPerSource) {
    this.feed = feed;
    this.sockets = sockets;
    this.addresses = addresses;
    this.maxClients = maxClients;
    this.maxPerSource = maxPerSource;
  }

  public void install(Routes routes) {
    routes.get("/api/v1/live").handler(this::open);
  }

  private void open(RoutingContext context) {
    if (!context.request().canUpgradeToWebSocket()) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      throw new HttpException(426, "this endpoint requires WebSocket with subprotocol " + PROTOCOL);
    }
    String version = context.request().getHeader("Sec-WebSocket-Version");
    if (!VERSION.equals(version)) {
      context.response().putHeader("Sec-WebSocket-Version", VERSION);
      throw new HttpException(426, "the supported WebSocket version is " + VERSION + " (RFC 6455)");
    }
    String key = context.request().getHeader("Sec-WebSocket-Key");
    if (key == null || !KEY.matcher(key).matches()) {
      throw new HttpException(400, "Sec-WebSocket-Key must be 16 bytes in base64 (RFC 6455)");
    }
    String offered = context.request().getHeader("Sec-WebSocket-Protocol");
    if (offered != null && Arrays.stream(offered.split(",")).noneMatch(this::isOurs)) {
      throw new HttpException(400, "the supported WebSocket subprotocol is " + PROTOCOL);
    }
    if (open >= maxClients) {
      throw new HttpException(
          503, "there are " + maxClients + " live connections already; see web.maxClients");
    }
    String source = addresses.of(context.request());
    if (sources.getOrDefault(source, 0) >= maxPerSource) {
      throw new HttpException(
          503,
          "there are "
              + maxPerSource
              + " live connections from your address already; see web.maxClientsPerSource");
    }
    open++;
    sources.merge(source, 1, Integer::sum);
    context
        .request()
        .toWebSocket()
        .onSuccess(socket -> join(context, socket, source))
        .onFailure(e -> {
          LOG.debug("a WebSocket handshake failed", e);
          leave(source);
        });
  }

  private void leave(String source) {
    open--;
    sources.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
  }

  private boolean isOurs(String protocol) {
    return protocol.strip().equals(PROTOCOL);
  }

  private void join(RoutingContext context, ServerWebSocket socket, String source) {
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    SocketSink sink = new SocketSink(socket);
    FeedClient client = feed.join(sink);
    Runnable gone =
        sockets.add(context, () -> client.close(POLICY_VIOLATION, "the login has ended"));
    TextMessages messages = new TextMessages(MAX_MESSAGE);
    socket
        .frameHandler(frame -> goOn(socket, receive(frame, client, messages, sink)))
        .exceptionHandler(e -> broke(sink, e))
        .closeHandler(closed -> {
          feed.leave(client);
          gone.run();
          leave(source);
        });
  }

  /// @return whether to read on
  private static boolean receive(
      WebSocketFrame frame, FeedClient client, TextMessages messages, SocketSink sink) {
    long now = System.nanoTime();
    if (frame.isClose() || sink.isClosing) {
      return true;
    }
    if (frame.isBinary()) {
      sink.close(UNSUPPORTED_DATA, "text only");
      return true;
    }
    byte[] bytes = frame.binaryData().getBytes();
    boolean isMessage = frame.isText() && frame.isFinal();
    if (!isMessage && !client.receiveFrame(bytes.length, now)) {
      return false;
    }
    if (!frame.isText() && !frame.isContinuation()) {
      return true;
    }
    try {
      return messages
          .add(bytes, frame.isFinal())
          .map(text -> client.receive(text, now))
          .orElse(true);
    } catch (TextMessages.RefusedException e) {
      sink.close(e.code(), e.getMessage());
      return true;
    }
  }

  /// Stops reading from a client that exceeds its allowance, until its connection is closed.
  private static void goOn(ServerWebSocket socket, boolean isAllowed) {
    if (!isAllowed) {
      socket.pause();
    }
  }

  private static void broke(FrameSink sink, Throwable cause) {
    LOG.debug("a live connection failed", cause);
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      sink.close(corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
    }
  }

  private static final class SocketSink implements FrameSink {
    private final ServerWebSocket socket;

    /// Nothing may follow a close frame (RFC 6455 section 5.5.1), even before the peer's close
    /// frame arrives.
    private boolean isClosing;

    SocketSink(ServerWebSocket socket) {
      this.socket = socket;
    }

    @Override
    public void send(String frame) {
      if (!isOver()) {
        socket
            .writeFinalTextFrame(frame)
            .onFailure(e -> LOG.debug("cannot send a frame to a client", e));
      }
    }

    /// A closed socket accepts nothing; its close handler runs only later.
    @Override
    public boolean isFull() {
      return isOver() || socket.writeQueueFull();
    }

    private boolean isOver() {
      return isClosing || socket.isClosed();
    }

    @Override
    public void close(int code, String reason) {
      if (!isOver()) {
        isClosing = true;
        socket
            .close((short) code, reason)
            .onFailure(e -> LOG.debug("a live connection did not close", e));
      }
    }
  }
}
