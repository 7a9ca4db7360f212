package io.pingdeck.alert.outbox;

import io.pingdeck.alert.api.AlertChange;
import java.time.Instant;
import java.util.List;

/// Messages that one request tells.
///
/// @param key the idempotency key
/// @param changes at least one, in order
/// @param watched number of subjects that the rule watched when they were grouped; 0 if unknown
public record Delivery(String key, String channel, List<AlertChange> changes, int watched) {
  public Delivery {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("no changes");
    }
  }

  /// A delivery that was given up.
  public record Failed(Delivery delivery, Instant at, String reason) {}
}
