package io.pingdeck.echo.impairment;

import io.pingdeck.echo.api.Impairment;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Chooses what an impairment loses, or does something else to, the same for the same seed in every
/// run and on every JDK: independent draws, or bursts by Gilbert and Elliott's two states.
///
/// Each datagram takes one draw, whatever the chance of loss, so that raising independent loss
/// under one seed only adds to what is lost.
public final class LossSequence {
  public static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final int DRAW_BITS = 53;

  private RandomGenerator random;
  private boolean bad;
  private long badBelow;
  private long stayBadBelow;

  public LossSequence(Impairment impairment) {
    this();
    apply(impairment);
  }

  /// Loses nothing yet.
  public LossSequence() {
    random = ALGORITHM.create();
  }

  public static RandomGenerator seeded(OptionalLong seed) {
    return seed.isPresent() ? ALGORITHM.create(seed.getAsLong()) : ALGORITHM.create();
  }

  /// Holds from the next draw on. A seed starts its sequence anew; without one the present sequence
  /// goes on.
  public void apply(Impairment impairment) {
    apply(impairment.loss(), impairment.burst(), impairment.seed());
  }

  public void apply(double loss, double burst, OptionalLong seed) {
    if (burst == 1 || loss == 0 || loss == 1) {
      badBelow = below(loss);
      stayBadBelow = badBelow;
    } else {
      // Of the share `loss` of bad states, leaving them and coming to them must balance.
      double leave = Math.min(1 / burst, (1 - loss) / loss);
      badBelow = below(loss * leave / (1 - loss));
      stayBadBelow = below(1 - leave);
    }
    if (seed.isPresent()) {
      random = seeded(seed);
      bad = false;
    }
  }

  public boolean losesNext() {
    long draw = random.nextLong() >>> Long.SIZE - DRAW_BITS;
    bad = draw < (bad ? stayBadBelow : badBelow);
    return bad;
  }

  private static long below(double chance) {
    return (long) Math.ceil(Math.scalb(chance, DRAW_BITS));
  }
}
