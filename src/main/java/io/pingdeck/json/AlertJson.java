package io.pingdeck.json;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertSnapshot;
import io.pingdeck.alert.api.Episode;
import io.pingdeck.alert.api.Subject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;

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

  public static JsonObject page(AlertApi.Alerts page) {
    JsonObject json =
        new JsonObject()
            .put("alerts", new JsonArray(page.alerts().stream().map(AlertJson::alert).toList()))
            .put("states", new JsonObject(new TreeMap<String, Object>(page.states())))
            .put("total", page.total());
    return page.fault().isEmpty() ? json : json.put("fault", page.fault());
  }

  public static JsonObject alert(AlertSnapshot alert) {
    JsonObject json = change(alert.newest());
    alert
        .acknowledged()
        .ifPresent(ack ->
            json.put(
                "acknowledged",
                new JsonObject()
                    .put("by", ack.by())
                    .put("at", ack.at().toString())
                    .put("note", ack.note())));
    return json;
  }

  /// A change of an alert that never fired has no `alert`.
  private static JsonObject change(AlertChange change) {
    JsonObject json = new JsonObject().put("id", change.id());
    if (change.alert() > 0) {
      json.put("alert", Long.toString(change.alert()));
    }
    json.put("rule", change.rule())
        .put("when", change.when())
        .put("from", change.from().json())
        .put("state", change.to().json())
        .put("told", change.isTold())
        .put("what", subject(change.what()));
    change.value().ifPresent(value -> json.put("value", value));
    return json.put("since", change.since().toString())
        .put("at", change.at().toString())
        .put("text", change.text());
  }

  public static JsonObject changes(AlertApi.Changes changes) {
    return new JsonObject()
        .put("changes", new JsonArray(changes.changes().stream().map(AlertJson::change).toList()));
  }

  public static JsonObject silences(AlertApi.Silences silences) {
    return new JsonObject()
        .put(
            "silences",
            new JsonArray(
                silences.silences().stream()
                    .map(silence ->
                        new JsonObject()
                            .put("rule", silence.rule())
                            .put("on", silence.on().text())
                            .put("until", silence.until().toString())
                            .put("by", silence.by())
                            .put("note", silence.note()))
                    .toList()));
  }

  public static JsonObject rules(AlertApi.Rules rules) {
    return new JsonObject()
        .put(
            "rules",
            new JsonArray(
                rules.rules().stream()
                    .map(rule ->
                        new JsonObject()
                            .put("name", rule.name())
                            .put("when", rule.when())
                            .put("on", rule.on())
                            .put("notify", new JsonArray(rule.channels()))
                            .put("watched", rule.watched()))
                    .toList()));
  }

  public static JsonObject channels(AlertApi.Channels channels) {
    return new JsonObject()
        .put(
            "channels",
            new JsonArray(
                channels.channels().stream()
                    .map(channel ->
                        new JsonObject()
                            .put("name", channel.name())
                            .put("type", channel.type())
                            .put("waiting", channel.waiting())
                            .put("givenUp", channel.givenUp())
                            .put("fault", channel.fault()))
                    .toList()));
  }

  public static JsonObject outgoing(AlertApi.Outgoing outgoing) {
    return new JsonObject()
        .put("waiting", messages(outgoing.waiting()))
        .put("givenUp", messages(outgoing.givenUp()));
  }

  private static JsonArray messages(List<AlertApi.OutgoingMessage> messages) {
    JsonArray all = new JsonArray();
    for (AlertApi.OutgoingMessage message : messages) {
      JsonObject json =
          new JsonObject()
              .put("key", message.key())
              .put("channel", message.channel())
              .put("text", message.text())
              .put("changes", message.changes())
              .put("reason", message.reason());
      message.givenUpAt().ifPresent(at -> json.put("givenUpAt", at.toString()));
      all.add(json);
    }
    return all;
  }

  public static JsonObject replayed(AlertApi.Replayed replayed) {
    JsonArray episodes = new JsonArray();
    for (Episode episode : replayed.episodes()) {
      JsonObject json = new JsonObject().put("from", episode.from().toString());
      episode.to().ifPresent(to -> json.put("to", to.toString()));
      episode.worst().ifPresent(worst -> json.put("worst", worst));
      episodes.add(json);
    }
    return new JsonObject()
        .put("when", replayed.when())
        .put("fired", replayed.fired())
        .put("state", replayed.state().json())
        .put("probes", replayed.probes())
        .put("widthNanos", replayed.widthNanos())
        .put("episodes", episodes);
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
