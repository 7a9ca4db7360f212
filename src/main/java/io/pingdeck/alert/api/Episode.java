package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/// A time during which an alert would have fired.
///
/// @param to empty if it still fires
/// @param worst greatest value while the condition was met, in the unit of the rule's words
public record Episode(Instant from, Optional<Instant> to, OptionalDouble worst) {
  public Episode {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(worst, "worst");
  }
}
