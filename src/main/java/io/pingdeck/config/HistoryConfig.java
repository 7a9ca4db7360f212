package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

import io.pingdeck.store.HistoryLimits;

/// What is kept on disk of the past.
///
/// @param enabled whether anything is
/// @param limits how much of it
public record HistoryConfig(boolean enabled, HistoryLimits limits) {
  public static final HistoryConfig DEFAULT = new HistoryConfig(true, HistoryLimits.DEFAULT);

  public HistoryConfig {
    requireNonNull(limits, "limits");
  }
}
