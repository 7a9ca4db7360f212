package io.pingdeck.alert.engine;

import io.pingdeck.ping.sample.Outcome;
import java.time.Duration;
import java.time.InstantSource;

/// Time until the certificate expires that the server presented last.
final class CertificateGauge implements Gauge {
  private static final double SECONDS_PER_DAY = 86_400;

  private final Duration within;
  private final InstantSource wall;

  CertificateGauge(Duration within, InstantSource wall) {
    this.within = within;
    this.wall = wall;
  }

  @Override
  public void decided(Series series, Outcome outcome, long rttNanos, long now) {
    // The series keeps the expiry.
  }

  private long secondsLeft(Series series) {
    return series.certificateExpiry() - wall.millis() / 1000;
  }

  @Override
  public Verdict verdict(Series series, long now) {
    if (series.certificateExpiry() == 0) {
      return Verdict.UNKNOWN;
    }
    return secondsLeft(series) <= within.toSeconds() ? Verdict.BAD : Verdict.CLEAR;
  }

  /// Days; negative once it has expired.
  @Override
  public double value(Series series, long now) {
    return series.certificateExpiry() == 0 ? Double.NaN : secondsLeft(series) / SECONDS_PER_DAY;
  }
}
