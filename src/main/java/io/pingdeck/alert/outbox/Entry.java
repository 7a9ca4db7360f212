package io.pingdeck.alert.outbox;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.Silence;
import java.time.Instant;
import java.util.List;

/// One line of the log: one transaction. A line is on disk as a whole or not at all.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "entry")
@JsonSubTypes({
  @JsonSubTypes.Type(Entry.Head.class),
  @JsonSubTypes.Type(Entry.Changed.class),
  @JsonSubTypes.Type(Entry.Over.class),
  @JsonSubTypes.Type(Entry.Grouped.class),
  @JsonSubTypes.Type(Entry.Delivered.class),
  @JsonSubTypes.Type(Entry.GivenUp.class),
  @JsonSubTypes.Type(Entry.SentAgain.class),
  @JsonSubTypes.Type(Entry.Acknowledged.class),
  @JsonSubTypes.Type(Entry.Silenced.class)
})
public sealed interface Entry {
  /// Begins the log.
  ///
  /// @param origin distinguishes the keys of this log from those of another
  /// @param lastChange id of the last change
  /// @param lastAlert number of the last alert
  record Head(String origin, long lastChange, long lastAlert) implements Entry {
    public Head {
      requireNonNull(origin, "origin");
    }
  }

  /// A state changed, and these channels must be told.
  record Changed(AlertChange change) implements Entry {
    public Changed {
      requireNonNull(change, "change");
    }
  }

  /// No alert is left of a rule for a subject, whatever older changes say that are still to be
  /// told.
  ///
  /// @param alert rule and subject, see [AlertChange#key()]
  record Over(String alert) implements Entry {
    public Over {
      requireNonNull(alert, "alert");
    }
  }

  /// Messages that one request tells. From now on they are told together, with this key.
  ///
  /// @param key the idempotency key
  /// @param changes ids of the changes, ascending
  /// @param watched number of subjects that the rule watched then: the same key has the same text
  record Grouped(String key, String channel, List<Long> changes, int watched) implements Entry {
    public Grouped {
      requireNonNull(key, "key");
      requireNonNull(channel, "channel");
      changes = List.copyOf(changes);
    }
  }

  /// The receiver has accepted it.
  record Delivered(String key, String channel) implements Entry {}

  /// The receiver did not accept it for too long.
  record GivenUp(String key, String channel, Instant at, String reason) implements Entry {}

  /// A user wants it to be sent again.
  record SentAgain(String key, String channel) implements Entry {}

  /// A user knows of the alert.
  record Acknowledged(long alert, String by, Instant at, String note) implements Entry {}

  /// A user wants no messages for a time.
  record Silenced(Silence silence) implements Entry {}
}
