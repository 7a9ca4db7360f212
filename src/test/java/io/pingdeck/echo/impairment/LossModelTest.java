package io.pingdeck.echo.impairment;

import static io.pingdeck.echo.server.EchoBench.loss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.echo.api.Impairment;
import io.pingdeck.testing.Proves;
import java.util.BitSet;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// U12.
class LossModelTest {
  private static final int DRAWS = 100_000;

  @Test
  @Proves("U12")
  void chanceZeroLosesNothingAndChanceOneEverything() {
    assertThat(lost(new LossModel(Impairment.NONE)).cardinality()).isZero();
    assertThat(lost(new LossModel(loss(1, 1))).cardinality()).isEqualTo(DRAWS);
  }

  @Test
  @Proves("U12")
  void theShareLostIsWithinFourStandardDeviations() {
    for (double chance : new double[] {0.01, 0.25, Impairment.LAB_LOSS, 0.9}) {
      double share = (double) lost(new LossModel(loss(chance, 7))).cardinality() / DRAWS;

      double deviation = Math.sqrt(chance * (1 - chance) / DRAWS);
      assertThat(share).isCloseTo(chance, within(4 * deviation));
    }
  }

  @Test
  void theLabLosesFourOfEleven() {
    assertThat(Impairment.LAB_LOSS).isEqualTo(4.0 / 11);
  }

  @Test
  @Proves("U12")
  void theSameSeedLosesTheSameAndAnotherSeedOthers() {
    BitSet first = lost(new LossModel(loss(0.25, 42)));

    assertThat(lost(new LossModel(loss(0.25, 42)))).isEqualTo(first);
    assertThat(lost(new LossModel(loss(0.25, 43)))).isNotEqualTo(first);
  }

  /// A recorded sequence, which another JDK or algorithm would not reproduce.
  @Test
  void theSequenceOfASeedIsTheSameOnEveryJdk() {
    LossModel losses = new LossModel(loss(Impairment.LAB_LOSS, 42));

    StringBuilder sequence = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      sequence.append(losses.losesNext() ? 'x' : '.');
    }

    assertThat(sequence).hasToString(".....x..x.x.x.......x..x..xx..xx........");
  }

  @Test
  void withoutASeedEachServerLosesOthers() {
    Impairment quarter = new Impairment(0.25, OptionalLong.empty());

    assertThat(lost(new LossModel(quarter))).isNotEqualTo(lost(new LossModel(quarter)));
  }

  @Test
  void moreLossUnderTheSameSeedOnlyAddsToWhatIsLost() {
    BitSet few = lost(new LossModel(loss(0.1, 42)));
    BitSet many = lost(new LossModel(loss(0.4, 42)));

    BitSet kept = (BitSet) few.clone();
    kept.and(many);
    assertThat(kept).isEqualTo(few);
  }

  @Test
  void aSeedRestartsTheSequenceAndNoSeedContinuesIt() {
    BitSet whole = lost(new LossModel(loss(0.25, 42)));
    LossModel losses = new LossModel(loss(0.25, 42));

    BitSet continued = new BitSet();
    for (int i = 0; i < DRAWS; i++) {
      if (i % 1_000 == 0) {
        losses.apply(new Impairment(0.25, OptionalLong.empty()));
      }
      continued.set(i, losses.losesNext());
    }
    losses.apply(loss(0.25, 42));

    assertThat(continued).isEqualTo(whole);
    assertThat(lost(losses)).isEqualTo(whole);
  }

  private static BitSet lost(LossModel losses) {
    BitSet lost = new BitSet();
    for (int i = 0; i < DRAWS; i++) {
      lost.set(i, losses.losesNext());
    }
    return lost;
  }
}
