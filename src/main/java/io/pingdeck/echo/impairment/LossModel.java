package io.pingdeck.echo.impairment;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Selects datagrams for loss or another impairment. A seed gives the same sequence in every run
/// and on every JDK. Losses are independent, or come in bursts (Gilbert-Elliott model with two
/// states).
///
/// Each datagram takes exactly one draw, whatever the loss probability. With one seed, a higher
/// independent loss therefore loses a superset.
public final class LossModel {
  public static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final int DRAW_BITS = 53;

  private RandomGenerator random;
  private boolean bad;
  private long badBelow;
  private long stayBadBelow;

  public LossModel(Impairment impairment) {
    this();
    apply(impairment);
  }

  /// Starts without loss.
  public LossModel() {
    random = ALGORITHM.create();
  }

  public static RandomGenerator seeded(OptionalLong seed) {
    return seed.isPresent() ? ALGORITHM.create(seed.getAsLong()) : ALGORITHM.create();
  }

  /// Takes effect with the next draw. A seed restarts its sequence; without a seed the current
  /// sequence continues.
  public void apply(Impairment impairment) {
    apply(
        impairment.get(ImpairmentKey.LOSS), impairment.get(ImpairmentKey.BURST), impairment.seed());
  }

  public void apply(double loss, double burst, OptionalLong seed) {
    if (burst == 1 || loss == 0 || loss == 1) {
      badBelow = below(loss);
      stayBadBelow = badBelow;
    } else {
      // In equilibrium, the transitions into and out of the bad state must balance.
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
