package io.pingdeck.web.live;

import io.pingdeck.json.JsonFields;
import io.pingdeck.ping.sample.PingId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A message from a live client. It only affects what that client receives.
sealed interface ClientMessage {
  /// Replaces any earlier subscription.
  ///
  /// @param heartbeats whether the client also wants heartbeats
  record Subscribe(
      Subscription pings, Subscription samples, boolean heartbeats, Optional<Resume> resume)
      implements ClientMessage {}

  /// Acknowledges everything up to this tick.
  record Ack(long seq) implements ClientMessage {}

  /// The client's position when its last connection broke.
  record Resume(String session, long seq) {}

  int MOST_IDS = 1000;

  /// @throws io.pingdeck.base.FaultException with all invalid fields
  /// @throws io.vertx.ext.web.handler.HttpException 400 if the text is not a JSON object
  static ClientMessage parse(String text) {
    JsonFields fields = JsonFields.parse(text);
    Optional<String> type = fields.text("type");
    return switch (type.orElse("")) {
      case "subscribe" -> subscribe(fields);
      case "ack" -> {
        long seq = seq(fields);
        yield fields.complete(() -> new Ack(seq));
      }
      default -> {
        fields.faultUnlessFaulty("type", "must be \"subscribe\" or \"ack\"");
        yield fields.complete(() -> new Ack(0));
      }
    };
  }

  private static Subscribe subscribe(JsonFields fields) {
    Subscription pings = subscription(fields, "pings");
    Subscription samples = subscription(fields, "samples");
    boolean heartbeats = fields.truth("heartbeats").orElse(false);
    Optional<Resume> resume = fields.object("resume").map(ClientMessage::resume);
    return fields.complete(() -> new Subscribe(pings, samples, heartbeats, resume));
  }

  private static Resume resume(JsonFields fields) {
    Optional<String> session = fields.text("session");
    if (session.isEmpty()) {
      fields.faultUnlessFaulty("session", "must be the session of an earlier hello");
    }
    long seq = seq(fields);
    return fields.complete(() -> new Resume(session.orElse(""), seq));
  }

  private static long seq(JsonFields fields) {
    OptionalLong seq = fields.wholeNumber("seq");
    if (seq.isEmpty() || seq.getAsLong() < 0) {
      fields.faultUnlessFaulty("seq", "must be the last tick that arrived");
    }
    return seq.orElse(0);
  }

  private static Subscription subscription(JsonFields fields, String field) {
    Optional<List<String>> ids = fields.texts(field);
    if (ids.isEmpty()) {
      if (!fields.text(field).equals(Optional.of("*"))) {
        fields.replaceFault(field, "must be \"*\" or a list of ping ids");
      }
      return new Subscription.Newest();
    }
    if (ids.get().size() > MOST_IDS) {
      fields.fault(field, "must name at most " + MOST_IDS + " pings");
      return Subscription.NONE;
    }
    Set<Long> pings = new HashSet<>();
    for (String id : ids.get()) {
      try {
        pings.add(PingId.parse(id).value());
      } catch (IllegalArgumentException e) {
        fields.faultUnlessFaulty(field, "has what is " + e.getMessage());
      }
    }
    return new Subscription.Ids(pings);
  }
}
