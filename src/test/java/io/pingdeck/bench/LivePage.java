package io.pingdeck.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/// Watches the newest thousand pings like an open page, and records how late the probes of some
/// were sent.
final class LivePage {
  private static final int BIG = 64 * 1024 * 1024;
  private static final long ACK_MILLIS = 500;

  // Keeps the client reachable: a collected client would close its sockets.
  private final WebSocketClient client;
  private final AtomicLong lastTick = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private final List<Double> lagNanos = new ArrayList<>(); // guarded by itself

  private LivePage(WebSocketClient client) {
    this.client = client;
  }

  /// @param watched the pings whose samples are requested
  static LivePage open(Vertx vertx, int port, List<String> watched)
      throws InterruptedException, ExecutionException {
    return open(
        vertx,
        port,
        new JsonObject()
            .put("type", "subscribe")
            .put("pings", "*")
            .put("samples", new JsonArray(watched)));
  }

  /// @param subscription the first message
  static LivePage open(Vertx vertx, int port, JsonObject subscription)
      throws InterruptedException, ExecutionException {
    LivePage page =
        new LivePage(
            vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(BIG).setMaxMessageSize(BIG)));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/api/v1/live")
            .addSubProtocol("pingdeck.v1");
    page.client
        .connect(options)
        .onSuccess(socket -> page.follow(vertx, socket, subscription))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    return page;
  }

  private void follow(Vertx vertx, WebSocket socket, JsonObject subscription) {
    socket.textMessageHandler(this::frame);
    socket.writeTextMessage(subscription.encode());
    vertx.setPeriodic(
        ACK_MILLIS,
        id -> {
          JsonObject ack = new JsonObject().put("type", "ack").put("seq", lastTick.get());
          socket.writeTextMessage(ack.encode()).onFailure(e -> vertx.cancelTimer(id));
        });
  }

  private void frame(String text) {
    bytes.addAndGet(text.length());
    frames.incrementAndGet();
    // Ignores snapshots unparsed: parsing them is the browser's work, on another machine.
    if (text.startsWith("{\"type\":\"samples\"")) {
      samples(new JsonObject(text));
    } else if (text.startsWith("{\"type\":\"gap\"")) {
      gaps.incrementAndGet();
      lastTick.set(new JsonObject(text).getLong("to"));
    }
  }

  private void samples(JsonObject frame) {
    lastTick.set(frame.getLong("to"));
    synchronized (lagNanos) {
      for (Object sample : frame.getJsonArray("samples")) {
        lagNanos.add(((JsonObject) sample).getLong("lagNanos").doubleValue());
      }
    }
  }

  /// The send delays of the probes since the last call, in ascending order.
  double[] takeLags() {
    synchronized (lagNanos) {
      double[] sorted = Spread.sorted(lagNanos);
      lagNanos.clear();
      return sorted;
    }
  }

  long bytes() {
    return bytes.get();
  }

  long frames() {
    return frames.get();
  }

  /// How often the feed skipped ticks for this page.
  long gaps() {
    return gaps.get();
  }
}
