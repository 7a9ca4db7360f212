package io.pingdeck.json;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.Subject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// Alerts as JSON; a message is the same in a webhook and in REST.
public final class AlertJson {
  private AlertJson() {}

  /// What a webhook posts about one change.
  ///
  /// @param id the idempotency key of the message
  public static JsonObject message(String id, AlertChange change) {
    JsonObject json =
        new JsonObject()
            .put("id", id)
            .put("alert", Long.toString(change.alert()))
            .put("rule", change.rule())
            .put("state", change.message().isEmpty() ? change.to().json() : change.message())
            .put("what", subject(change.what()));
    change.value().ifPresent(value -> json.put("value", value));
    return json.put("since", change.since().toString())
        .put("at", change.at().toString())
        .put("text", change.text());
  }

  /// What a webhook posts about several changes: the first one, and all in `alerts`.
  ///
  /// @param id the idempotency key of the message
  public static JsonObject group(String id, String text, List<JsonObject> messages) {
    return messages
        .getFirst()
        .copy()
        .put("id", id)
        .put("text", text)
        .put("alerts", new JsonArray(messages));
  }

  private static JsonObject subject(Subject subject) {
    JsonObject json =
        new JsonObject()
            .put("kind", subject.kind().json())
            .put("id", subject.id())
            .put("name", subject.name());
    if (!subject.target().isEmpty()) {
      json.put("target", subject.target());
    }
    return json;
  }
}
