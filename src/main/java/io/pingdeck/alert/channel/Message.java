package io.pingdeck.alert.channel;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.outbox.Delivery;
import io.pingdeck.json.AlertJson;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// A message to a receiver.
///
/// @param key the idempotency key
/// @param text one sentence, also of several changes
public record Message(String key, String text, List<AlertChange> changes) {
  public Message {
    changes = List.copyOf(changes);
  }

  public static Message of(Delivery delivery) {
    return new Message(
        delivery.key(), text(delivery.changes(), delivery.watched()), delivery.changes());
  }

  private static String text(List<AlertChange> changes, int watched) {
    AlertChange first = changes.getFirst();
    if (changes.size() == 1) {
      return line(first);
    }
    String share =
        watched > changes.size() ? changes.size() + " of " + watched : "" + changes.size();
    String what = first.what().name().isEmpty() ? first.what().id() : first.what().name();
    return "%s: %s %s; first %s at %s (%s)"
        .formatted(first.rule(), share, first.message(), what, first.at(), first.text());
  }

  static String line(AlertChange change) {
    String name = change.what().name();
    String target = change.what().target();
    String what = target.isEmpty() || target.equals(name) ? name : name + " (" + target + ")";
    String state = change.message().isEmpty() && change.isTold() ? "firing" : change.message();
    return "%s: %s %s: %s".formatted(state, change.rule(), what, change.text());
  }

  boolean isFiring() {
    return changes.getFirst().message().equals("firing");
  }

  String rule() {
    return changes.getFirst().rule();
  }

  /// The usual body of a webhook.
  JsonObject json() {
    List<JsonObject> messages =
        changes.stream()
            .map(change ->
                AlertJson.message(changes.size() == 1 ? key : key + "/" + change.id(), change))
            .toList();
    return messages.size() == 1 ? messages.getFirst() : AlertJson.group(key, text, messages);
  }
}
