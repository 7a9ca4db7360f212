package io.pingdeck.alert.engine;

import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.ping.sample.Outcome;
import java.util.Set;

/// The state of an application's heartbeat.
final class BeatGauge implements Gauge {
  private final Set<BeatState> wanted;
  private BeatState state = BeatState.UNKNOWN;

  BeatGauge(Set<BeatState> wanted) {
    this.wanted = wanted;
  }

  void state(BeatState newState) {
    state = newState;
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    throw new IllegalStateException("a heartbeat has no probes");
  }

  @Override
  public Verdict verdict(Series series, long now) {
    if (!state.isAboutApplication()) {
      return Verdict.UNKNOWN;
    }
    return wanted.contains(state) ? Verdict.BAD : Verdict.CLEAR;
  }

  /// Undefined.
  @Override
  public double value(Series series, long now) {
    return Double.NaN;
  }
}
