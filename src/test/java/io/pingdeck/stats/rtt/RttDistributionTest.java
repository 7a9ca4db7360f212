package io.pingdeck.stats.rtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.VarWriter;
import io.pingdeck.testing.Proves;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RttDistributionTest {
  @Test
  void orderAndGroupingChangeNothingToTheLastDigit() {
    Random random = new Random(9);
    List<Long> values =
        new java.util.ArrayList<>(
            LongStream.generate(() -> random.nextLong() >>> 1 + random.nextInt(60))
                .limit(1_000)
                .boxed()
                .toList());
    RttSummary whole = of(values).summary().orElseThrow();

    Collections.shuffle(values, random);
    RttDistribution parts = of(values.subList(0, 300));
    parts.add(new RttDistribution());
    parts.add(of(values.subList(300, 1_000)));

    assertThat(parts.summary()).hasValue(whole);
  }

  /// RFC 2330 section 11.3: for an even count, the median is not the 50th percentile.
  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
    List<Long> micros = List.of(145L, 183L, 575L, 727L, 1067L, 1084L);
    List<Long> nanos = micros.stream().map(micro -> micro * 1000).toList();
    RttDistribution parts = of(nanos.subList(3, 6));
    parts.add(of(nanos.subList(0, 3)));

    assertThat(of(micros).median()).isEqualTo(651);
    assertThat(of(nanos).median()).as("to three digits").isEqualTo(651_263);
    assertThat(parts.median()).as("merged").isEqualTo(of(nanos).median());
    assertThat(of(nanos).summary().orElseThrow().median()).isEqualTo(of(nanos).median());
    assertThat(of(nanos).summary().orElseThrow().median()).isEqualTo(of(nanos).median());
    assertThat(of(List.of(1L, 2L, 9L)).median()).isEqualTo(2);
    assertThat(of(List.of(7L)).median()).isEqualTo(7);
    assertThat(of(List.of(Long.MAX_VALUE, Long.MAX_VALUE - 1)).median()).isPositive();
  }

  @Test
  void packedDistributionIsTheSameAgain() {
    RttDistribution rtts =
        of(List.of(0L, 127L, 128L, 183_204L, 183_205L, 9_000_000L, Long.MAX_VALUE));

    RttDistribution again = unpack(RttBytes.pack(rtts));

    assertThat(RttFigures.of(again)).isEqualTo(RttFigures.of(rtts));
    assertThat(again.exactSquares()).isEqualTo(rtts.exactSquares());
  }

  private static RttDistribution unpack(VarWriter packed) {
    return RttBytes.unpack(packed.into(new byte[0]), packed.size());
  }

  @Test
  void restoredDistributionHasTheSameMeanAndSpread() {
    RttDistribution rtts = of(new Random(4).longs(100_000, 50_000, 900_000).boxed().toList());

    RttDistribution again = RttFigures.of(rtts).distribution();

    assertThat(again.exactSum()).isEqualTo(rtts.exactSum());
    assertThat(Math.round(again.stddev())).isEqualTo(Math.round(rtts.stddev()));
  }

  @Test
  @Proves("S8")
  void sumsHoldWhatNoLongDoes() {
    ExactSum sum = new ExactSum();
    BigInteger expected = BigInteger.ZERO;
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long value = i % 3 == 0 ? Long.MAX_VALUE : random.nextLong() >>> 1;
      sum.addSquare(value);
      sum.add(value);
      BigInteger big = BigInteger.valueOf(value);
      expected = expected.add(big.multiply(big)).add(big);
    }

    assertThat(sum.exact()).isEqualTo(expected);
    assertThat(sum.value()).isEqualTo(expected.doubleValue());
    ExactSum same = new ExactSum();
    same.add(7);
    same.set(expected);
    assertThat(same.exact()).isEqualTo(expected);
  }

  private static RttDistribution of(List<Long> values) {
    RttDistribution rtts = new RttDistribution();
    values.forEach(rtts::record);
    return rtts;
  }
}
