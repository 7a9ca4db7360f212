package io.pingdeck.echo.impairment;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.JitterShape;
import io.pingdeck.echo.api.WayIn;
import java.util.random.RandomGenerator;

/// The way to an echo server and back, as its impairment has it: two lines, and a delay behind
/// each. One thread uses it.
public final class Way {
  private final Line in = new Line();
  private final Line out = new Line();
  private Impairment impairment = Impairment.NONE;

  /// Holds from now on; what is on its way stays as it is.
  public void apply(Impairment wanted) {
    impairment = wanted;
    in.clear();
    out.clear();
  }

  /// When an answer has gone all of it.
  ///
  /// @param bytes of request and answer each, with their headers
  /// @param now when the request came
  public long through(int bytes, long now, RandomGenerator random) {
    WayIn wayIn = impairment.wayIn();
    JitterShape shape = impairment.jitterShape();
    long arrived =
        in.through(wayIn.bitsPerSecond(), bytes, now)
            + Delays.nextNanos(wayIn.delay(), wayIn.jitter(), shape, random);
    return out.through(impairment.bitsPerSecond(), bytes, arrived)
        + Delays.nextNanos(impairment.delay(), impairment.jitter(), shape, random);
  }
}
