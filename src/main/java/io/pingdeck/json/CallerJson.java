package io.pingdeck.json;

import io.pingdeck.user.api.Caller;
import io.vertx.core.json.JsonObject;

/// Who started something, as JSON. A local caller has no key.
final class CallerJson {
  private CallerJson() {}

  static void put(JsonObject json, Caller caller) {
    if (caller.isRemote()) {
      json.put(
          "startedBy",
          new JsonObject().put("name", caller.name()).put("role", caller.role().word()));
    }
  }
}
