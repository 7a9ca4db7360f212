package io.pingdeck.alert.outbox;

import io.pingdeck.alert.api.AlertChange;
import java.time.Instant;
import java.util.List;

/// Messages that one request tells.
///
/// @param key the idempotency key
/// @param changes at least one, in order
public record Delivery(String key, String channel, List<AlertChange> changes) {
  public Delivery {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("no changes");
    }
  }

  boolean sharesAlert(Delivery other) {
    return changes.stream()
        .anyMatch(
            mine -> other.changes.stream().anyMatch(theirs -> theirs.key().equals(mine.key())));
  }

  /// A delivery that was given up.
  public record Failed(Delivery delivery, Instant at, String reason) {}
}
