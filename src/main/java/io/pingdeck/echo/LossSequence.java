package io.pingdeck.echo;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Chooses which answers an impairment loses: independent draws, the same for the same seed in
/// every run and on every JDK.
///
/// Each datagram takes one draw, whatever the chance of loss, so that raising the loss under one
/// seed only adds to what is lost.
final class LossSequence {
  private static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final int DRAW_BITS = 53;

  private RandomGenerator random;
  private long lostBelow;

  LossSequence(Impairment impairment) {
    random = ALGORITHM.create();
    apply(impairment);
  }

  /// Holds from the next draw on. A seed starts its sequence anew; without one the present sequence
  /// goes on.
  void apply(Impairment impairment) {
    lostBelow = (long) Math.ceil(Math.scalb(impairment.loss(), DRAW_BITS));
    if (impairment.seed().isPresent()) {
      random = ALGORITHM.create(impairment.seed().getAsLong());
    }
  }

  boolean losesNext() {
    return random.nextLong() >>> Long.SIZE - DRAW_BITS < lostBelow;
  }
}
