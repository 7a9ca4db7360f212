package io.pingdeck.alert.engine;

/// What a gauge says about a condition at one moment.
enum Verdict {
  /// The condition is met.
  BAD,
  /// It is not met, and has not cleared either: between both thresholds.
  BETWEEN,
  CLEAR,
  /// There are too few data to tell.
  UNKNOWN
}
