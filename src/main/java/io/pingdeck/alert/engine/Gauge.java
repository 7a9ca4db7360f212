package io.pingdeck.alert.engine;

import io.pingdeck.ping.sample.Outcome;

/// Measures what one rule watches of one ping. Constant time per sample, and no allocation.
interface Gauge {
  /// A probe got its first outcome.
  ///
  /// @param rttNanos its RTT if the outcome has one
  /// @param now live time
  void decided(Series series, Outcome outcome, long rttNanos, long now);

  /// A loss turned into another outcome.
  ///
  /// @param index number of sent probes before the lost one, since the gauge is there; negative if
  ///   it was too long ago
  /// @param lostAt live time of the loss
  /// @param rttNanos its RTT if the outcome has one
  default void corrected(
      Series series, Outcome outcome, long index, long lostAt, long rttNanos, long now) {}

  Verdict verdict(Series series, long now);

  /// The figure in the unit of the rule's words, such as percent or milliseconds; NaN if it is
  /// undefined.
  double value(Series series, long now);
}
