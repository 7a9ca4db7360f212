package io.pingdeck.alert.channel;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.BodyTemplate;
import io.pingdeck.alert.api.ChannelConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The POST request that tells a message.
///
/// @param headers besides `Content-Type: application/json`
public record HttpCall(URI url, Map<String, String> headers, String body) {
  private static final int MOST_DISCORD = 2000;
  private static final int MOST_TELEGRAM = 4096;
  private static final int MOST_LINES = 20;
  private static final Duration UNTIL_FORGOTTEN = Duration.ofHours(1);
  private static final int MOST_SLACK = 3000;

  public HttpCall {
    requireNonNull(url, "url");
    headers = Map.copyOf(headers);
    requireNonNull(body, "body");
  }

  /// @param channel with its secret read; an address that is a secret is in its `url`
  /// @param now the time of the request
  public static HttpCall of(ChannelConfig channel, Message message, Instant now) {
    return switch (channel.type()) {
      case WEBHOOK -> webhook(channel, message);
      case ALERTMANAGER -> alertmanager(channel, message.changes(), now);
      case NTFY -> ntfy(channel, message);
      case SLACK -> plain(channel, message, "text", MOST_SLACK);
      case DISCORD -> plain(channel, message, "content", MOST_DISCORD);
      case TEAMS -> teams(channel, message);
      case TELEGRAM -> telegram(channel, message);
    };
  }

  private static HttpCall webhook(ChannelConfig channel, Message message) {
    JsonObject json = message.json();
    String body = channel.body().map(template -> fill(template, json)).orElseGet(json::encode);
    return new HttpCall(address(channel), headers(channel, message.key()), body);
  }

  private static String fill(BodyTemplate template, JsonObject json) {
    return template.fill(path -> {
      Object value = json;
      for (String name : path.split("\\.")) {
        value = value instanceof JsonObject object ? object.getValue(name) : null;
      }
      return value == null ? "" : value.toString();
    });
  }

  private static Map<String, String> headers(ChannelConfig channel, String key) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Idempotency-Key", key);
    channel.secret().ifPresent(token -> headers.put("Authorization", "Bearer " + token));
    return headers;
  }

  private static URI address(ChannelConfig channel) {
    return channel.url().orElseThrow();
  }

  /// Prometheus Alertmanager, API v2. Alertmanager resolves an alert that fires at its `endsAt`
  /// unless it is told again. Without one its own `resolve_timeout` holds, five minutes if not set,
  /// and a short outage of the connection would resolve what still fires.
  ///
  /// @param changes that fire or are resolved
  /// @param now the time of the request
  public static HttpCall alertmanager(
      ChannelConfig channel, List<AlertChange> changes, Instant now) {
    JsonArray alerts = new JsonArray();
    for (AlertChange change : changes) {
      JsonObject labels =
          new JsonObject()
              .put("alertname", change.rule())
              .put("kind", change.what().kind().json())
              .put("id", change.what().id());
      putUnlessEmpty(labels, "name", change.what().name());
      putUnlessEmpty(labels, "instance", change.what().target());
      JsonObject alert =
          new JsonObject()
              .put("labels", labels)
              .put(
                  "annotations",
                  new JsonObject().put("summary", Message.line(change)).put("rule", change.when()))
              .put("startsAt", change.since().toString());
      alert.put("endsAt", (change.isTold() ? now.plus(UNTIL_FORGOTTEN) : change.at()).toString());
      alerts.add(alert);
    }
    URI base = address(channel);
    URI url = URI.create(base.toString().replaceFirst("/+$", "") + "/api/v2/alerts");
    Map<String, String> headers = new LinkedHashMap<>();
    channel.secret().ifPresent(token -> headers.put("Authorization", "Bearer " + token));
    return new HttpCall(url, headers, alerts.encode());
  }

  /// Labels without a value are no labels.
  private static void putUnlessEmpty(JsonObject labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.put(name, value);
    }
  }

  /// The topic is the end of the address.
  private static HttpCall ntfy(ChannelConfig channel, Message message) {
    URI url = address(channel);
    String path = url.getPath();
    int slash = path.lastIndexOf('/');
    JsonObject json =
        new JsonObject()
            .put("topic", path.substring(slash + 1))
            .put("title", message.rule() + ": " + state(message))
            .put("message", lines(message, MOST_TELEGRAM))
            .put("priority", message.isFiring() ? 4 : 3)
            .put(
                "tags",
                new JsonArray().add(message.isFiring() ? "rotating_light" : "white_check_mark"));
    return new HttpCall(
        url.resolve(path.substring(0, slash + 1)), headers(channel, message.key()), json.encode());
  }

  private static String state(Message message) {
    return message.isFiring() ? "firing" : "resolved";
  }

  private static HttpCall plain(ChannelConfig channel, Message message, String key, int most) {
    JsonObject json = new JsonObject().put(key, lines(message, most));
    return new HttpCall(address(channel), headers(channel, message.key()), json.encode());
  }

  /// A workflow of Microsoft Teams takes an adaptive card.
  private static HttpCall teams(ChannelConfig channel, Message message) {
    JsonArray body =
        new JsonArray()
            .add(
                new JsonObject()
                    .put("type", "TextBlock")
                    .put("size", "Medium")
                    .put("weight", "Bolder")
                    .put("color", message.isFiring() ? "Attention" : "Good")
                    .put("text", message.rule() + ": " + state(message)))
            .add(
                new JsonObject()
                    .put("type", "TextBlock")
                    .put("wrap", true)
                    .put("text", lines(message, MOST_TELEGRAM)));
    JsonObject card =
        new JsonObject()
            .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
            .put("type", "AdaptiveCard")
            .put("version", "1.4")
            .put("body", body);
    JsonObject json =
        new JsonObject()
            .put("type", "message")
            .put(
                "attachments",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("contentType", "application/vnd.microsoft.card.adaptive")
                            .put("content", card)));
    return new HttpCall(address(channel), headers(channel, message.key()), json.encode());
  }

  private static HttpCall telegram(ChannelConfig channel, Message message) {
    String base = channel.url().map(URI::toString).orElse("https://api.telegram.org");
    URI url =
        URI.create(
            base.replaceFirst("/+$", "")
                + "/bot"
                + channel.secret().orElseThrow()
                + "/sendMessage");
    JsonObject json =
        new JsonObject()
            .put("chat_id", channel.to().orElseThrow())
            .put("text", lines(message, MOST_TELEGRAM));
    return new HttpCall(url, Map.of(), json.encode());
  }

  /// The text, and a line for each of several changes.
  static String lines(Message message, int most) {
    StringBuilder text = new StringBuilder(message.text());
    if (message.changes().size() > 1) {
      message.changes().stream()
          .limit(MOST_LINES)
          .forEach(change -> text.append('\n').append(Message.line(change)));
      int more = message.changes().size() - MOST_LINES;
      text.append(more > 0 ? "\nand " + more + " more" : "");
    }
    return text.length() <= most ? text.toString() : text.substring(0, most - 1) + "…";
  }
}
