package io.pingdeck.json;

import io.pingdeck.heartbeat.api.BeatChange;
import io.vertx.core.json.JsonObject;

/// A change as JSON; identical in REST, on the live feed and in a webhook.
public final class BeatChangeJson {
  private BeatChangeJson() {}

  public static JsonObject of(BeatChange change) {
    return new JsonObject()
        .put("id", change.id())
        .put("name", change.application())
        .put("from", change.from().json())
        .put("to", change.to().json())
        .put("at", change.at().toString())
        .put("reason", change.reason());
  }
}
