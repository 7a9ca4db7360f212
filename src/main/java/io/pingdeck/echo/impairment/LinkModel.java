package io.pingdeck.echo.impairment;

import static io.pingdeck.echo.api.ImpairmentKey.BITS_PER_SECOND;
import static io.pingdeck.echo.api.ImpairmentKey.DELAY;
import static io.pingdeck.echo.api.ImpairmentKey.JITTER;
import static io.pingdeck.echo.api.ImpairmentKey.JITTER_SHAPE;
import static io.pingdeck.echo.api.ImpairmentKey.REQUEST_BITS_PER_SECOND;
import static io.pingdeck.echo.api.ImpairmentKey.REQUEST_DELAY;
import static io.pingdeck.echo.api.ImpairmentKey.REQUEST_JITTER;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import java.time.Duration;
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
    long arrived =
        in.through(impairment.get(REQUEST_BITS_PER_SECOND), bytes, now)
            + delay(REQUEST_DELAY, REQUEST_JITTER, random);
    return out.through(impairment.get(BITS_PER_SECOND), bytes, arrived)
        + delay(DELAY, JITTER, random);
  }

  private long delay(
      ImpairmentKey<Duration> delay, ImpairmentKey<Duration> jitter, RandomGenerator random) {
    return Delays.nextNanos(
        impairment.get(delay), impairment.get(jitter), impairment.get(JITTER_SHAPE), random);
  }
}
