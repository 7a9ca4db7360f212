package io.pingdeck.echo.impairment;

import io.pingdeck.echo.api.JitterShape;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Draws random reply delays.
final class Delays {
  private Delays() {}

  static long nextNanos(
      Duration delay, Duration jitter, JitterShape shape, RandomGenerator random) {
    long middle = delay.toNanos();
    if (jitter.isZero()) {
      return middle;
    }
    double spread =
        switch (shape) {
          case UNIFORM -> 2 * random.nextDouble() - 1;
          case NORMAL -> random.nextGaussian();
        };
    return Math.max(0, middle + Math.round(spread * jitter.toNanos()));
  }
}
