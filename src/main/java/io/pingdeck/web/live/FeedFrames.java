package io.pingdeck.web.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Frames that the server sends on the live feed, protocol `pingdeck.v1`.
final class FeedFrames {
  /// Why ticks are skipped.
  enum Gap {
    /// The client read its frames too slowly.
    SLOW,
    /// The client was away for longer than ticks are kept.
    EXPIRED,
    /// The client's position is from an earlier run of the server.
    RESTARTED
  }

  private FeedFrames() {}

  static String hello(String session, long seq, Duration keepalive) {
    return frame("hello")
        .put("version", 1)
        .put("session", session)
        .put("seq", seq)
        .put("serverTime", Instant.now().toString())
        .put("keepaliveMillis", keepalive.toMillis())
        .encode();
  }

  /// @param items samples as JSON, separated by commas
  static String samples(long from, long to, CharSequence items) {
    return "{\"type\":\"samples\",\"from\":"
        + from
        + ",\"to\":"
        + to
        + ",\"samples\":["
        + items
        + "]}";
  }

  static String gap(long from, long to, Gap reason) {
    return frame("gap")
        .put("from", from)
        .put("to", to)
        .put("reason", reason.name().toLowerCase(Locale.ROOT))
        .encode();
  }

  /// @param pings pings as JSON
  static String pings(Collection<String> pings) {
    return "{\"type\":\"pings\",\"pings\":[" + String.join(",", pings) + "]}";
  }

  static String removed(List<String> ids) {
    return frame("removed").put("pings", new JsonArray(ids)).encode();
  }

  /// @param body the response of the REST API to the same query
  static String echoServers(JsonObject body) {
    return frame("echoServers").mergeIn(body).encode();
  }

  /// @param body the response of the REST API, with the latest changes
  static String heartbeats(JsonObject body) {
    return frame("heartbeats").mergeIn(body).encode();
  }

  static String keepalive(long seq) {
    return frame("keepalive").put("seq", seq).put("serverTime", Instant.now().toString()).encode();
  }

  static String error(JsonObject problem) {
    return frame("error").put("problem", problem).encode();
  }

  private static JsonObject frame(String type) {
    return new JsonObject().put("type", type);
  }
}
