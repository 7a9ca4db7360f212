package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// An alert and its newest change.
///
/// @param acknowledged who knows of it
public record AlertSnapshot(AlertChange newest, Optional<Acknowledgement> acknowledged) {
  public AlertSnapshot {
    requireNonNull(newest, "newest");
    requireNonNull(acknowledged, "acknowledged");
  }

  public record Acknowledgement(String by, Instant at, String note) {}
}
