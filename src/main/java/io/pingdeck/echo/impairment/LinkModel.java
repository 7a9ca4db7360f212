package io.pingdeck.echo.impairment;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.JitterShape;
import io.pingdeck.echo.api.RequestImpairment;
import java.util.random.RandomGenerator;

/// The emulated path to an echo server and back: two links, each followed by a delay. Not
/// thread-safe.
public final class LinkModel {
  private final EmulatedLink in = new EmulatedLink();
  private final EmulatedLink out = new EmulatedLink();
  private Impairment impairment = Impairment.NONE;

  /// Takes effect immediately, but not for replies already on the path.
  public void apply(Impairment wanted) {
    impairment = wanted;
    in.clear();
    out.clear();
  }

  /// The time at which a reply has passed the whole path.
  ///
  /// @param bytes size of the request and of the reply, each, including headers
  /// @param now when the request arrived
  public long through(int bytes, long now, RandomGenerator random) {
    RequestImpairment wayIn = impairment.wayIn();
    JitterShape shape = impairment.jitterShape();
    long arrived =
        in.through(wayIn.bitsPerSecond(), bytes, now)
            + Delays.nextNanos(wayIn.delay(), wayIn.jitter(), shape, random);
    return out.through(impairment.bitsPerSecond(), bytes, arrived)
        + Delays.nextNanos(impairment.delay(), impairment.jitter(), shape, random);
  }
}
