package io.pingdeck.web;

import static io.pingdeck.web.Site.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client of the live feed that buffers all frames for the test.
public final class LiveClient {
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final int BIG = 16 * 1024 * 1024;

  private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  // Keeps the client reachable: a collected client would close its sockets.
  private final WebSocketClient client;
  private final WebSocket socket;

  private LiveClient(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
    socket.closeHandler(closed ->
        frames.add(new JsonObject().put("type", "closed").put("code", socket.closeStatusCode())));
  }

  public static LiveClient connect(Site site) {
    return connect(site, Map.of());
  }

  /// @param headers of the handshake
  static LiveClient connect(Site site, Map<String, String> headers) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(site.port())
            .setURI("/api/v1/live")
            .addSubProtocol("pingdeck.v1");
    headers.forEach(options::putHeader);
    WebSocketClientOptions limits =
        new WebSocketClientOptions().setMaxFrameSize(BIG).setMaxMessageSize(BIG);
    WebSocketClient client = site.vertx().createWebSocketClient(limits);
    // Runs on one context: handlers set from another thread may be too late for the first frames.
    Promise<LiveClient> connected = Promise.promise();
    site.vertx()
        .runOnContext(now ->
            client
                .connect(options)
                .map(socket -> new LiveClient(client, socket))
                .onComplete(connected));
    return await(connected.future());
  }

  public LiveClient subscribe() {
    return say(new JsonObject().put("type", "subscribe").put("pings", "*").put("samples", "*"));
  }

  public LiveClient resume(String session, long seq) {
    return say(
        new JsonObject()
            .put("type", "subscribe")
            .put("pings", new JsonArray())
            .put("samples", "*")
            .put("resume", new JsonObject().put("session", session).put("seq", seq)));
  }

  public LiveClient ack(long seq) {
    return say(new JsonObject().put("type", "ack").put("seq", seq));
  }

  public LiveClient say(JsonObject frame) {
    return sayText(frame.encode());
  }

  public LiveClient sayText(String text) {
    await(socket.writeTextMessage(text));
    return this;
  }

  public WebSocket socket() {
    return socket;
  }

  /// The next frame of this type; skips frames of other types before it.
  public JsonObject next(String type) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    JsonObject frame;
    do {
      assertThat(System.nanoTime() - end).as("no frame of type " + type).isNegative();
      frame = next();
    } while (!frame.getString("type").equals(type));
    return frame;
  }

  public JsonObject next() {
    try {
      JsonObject frame = frames.poll(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      assertThat(frame).as("a frame").isNotNull();
      return frame;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Reads frames until one covers this tick.
  ///
  /// @return the sequences of the samples in them
  public List<Long> readTo(long tick) {
    List<Long> sequences = new ArrayList<>();
    long covered = 0;
    while (covered < tick) {
      JsonObject frame = next();
      sequences.addAll(sequences(frame));
      covered = frame.getLong("to", frame.getLong("seq", 0L));
    }
    return sequences;
  }

  public static List<Long> sequences(JsonObject frame) {
    return frame.getJsonArray("samples", new JsonArray()).stream()
        .map(sample -> ((JsonObject) sample).getLong("seq"))
        .toList();
  }

  public void close() {
    await(socket.close());
    await(client.close());
  }
}
