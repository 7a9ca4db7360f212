package io.pingdeck.alert.engine;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.api.AlertState;

/// What an earlier process knew of one rule for one subject.
///
/// @param alert number of the alert; 0 if none fired
public record Remembered(long alert, AlertState state, boolean isTold, int flaps) {
  public Remembered {
    requireNonNull(state, "state");
  }
}
