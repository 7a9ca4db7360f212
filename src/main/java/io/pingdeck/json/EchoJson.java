package io.pingdeck.json;

import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.SinceChange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/// Echo servers as JSON.
public final class EchoJson {
  private EchoJson() {}

  public static JsonObject servers(List<EchoSnapshot> servers) {
    return new JsonObject()
        .put("echoServers", new JsonArray(servers.stream().map(EchoJson::server).toList()));
  }

  public static JsonObject server(EchoSnapshot server) {
    JsonObject json =
        new JsonObject()
            .put("id", server.id().toString())
            .put("protocol", server.spec().protocol().scheme())
            .put("host", server.spec().host())
            .put("port", server.spec().port());
    server.listening().ifPresent(address -> json.put("listening", address.toString()));
    json.put("state", state(server));
    if (!server.reason().isEmpty()) {
      json.put("reason", server.reason());
    }
    json.put("mode", server.spec().mode().json());
    ImpairmentJson.write(json, server.spec().impairment());
    json.put("received", server.received())
        .put("replied", server.replied())
        .put("waiting", server.waiting())
        .put("drops", counts(server.drops()))
        .put("injected", counts(server.injected()))
        .put("sinceChange", sinceChange(server.sinceChange()));
    server.connections().ifPresent(counts -> json.put("connections", connections(counts)));
    server.kernelDrops().ifPresent(count -> json.put("kernelDrops", count));
    return json;
  }

  private static JsonObject sinceChange(SinceChange since) {
    return new JsonObject()
        .put("at", since.at().toString())
        .put("received", since.received())
        .put("replied", since.replied())
        .put("drops", counts(since.drops()))
        .put("injected", counts(since.injected()));
  }

  private static JsonObject counts(Map<String, Long> counts) {
    JsonObject json = new JsonObject();
    counts.forEach(json::put);
    return json;
  }

  private static String state(EchoSnapshot server) {
    if (server.listening().isPresent()) {
      return "running";
    }
    return server.reason().isEmpty() ? "stopped" : "failed";
  }

  private static JsonObject connections(ConnectionCounts counts) {
    return new JsonObject()
        .put("open", counts.open())
        .put("accepted", counts.accepted())
        .put("refused", counts.refused())
        .put("idle", counts.idle())
        .put("reset", counts.reset());
  }
}
